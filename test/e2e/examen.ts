import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';

const LARGEURS = [390, 1280, 320];
const NORMES = ['wcag2a', 'wcag2aa', 'wcag21aa'];

interface Poids {
  js: number;
  css: number;
}

/** What is wrong with a page, in words; nothing when it is fine. */
export interface Examen {
  defauts: string[];
  poids: Poids;
}

type Recu = [genre: string, octetsGz: number];

const somme = (recus: readonly Recu[], voulu: string): number =>
  recus.filter(([genre]) => genre === voulu).reduce((total, [, octets]) => total + octets, 0);

const ecouter = (page: Page): { defauts: string[]; poids: () => Promise<Poids> } => {
  const defauts: string[] = [];
  const corps: Promise<Recu>[] = [];
  page.on('console', (message) => message.type() === 'error' && defauts.push(`console : ${message.text()}`));
  page.on('pageerror', ({ message }) => defauts.push(`script : ${message}`));
  page.on('response', (reponse) => {
    const genre = reponse.request().resourceType();
    if (genre === 'script' || genre === 'stylesheet')
      corps.push(reponse.body().then((octets) => [genre, gzipSync(octets).length]));
  });
  return {
    defauts,
    poids: async () => {
      const tous = await Promise.all(corps);
      return { js: somme(tous, 'script'), css: somme(tous, 'stylesheet') };
    },
  };
};

/** How a page is looked at: read in one context, judged by axe in one that has JavaScript, for axe is a script. */
export interface Regard {
  lecture: BrowserContext;
  analyse: BrowserContext;
}

/** The page as it stands without JavaScript, in a page where axe can run. */
const copie = async ({ analyse }: Regard, page: Page): Promise<Page> => {
  const body = (await page.content())
    .replaceAll(/<script\b[\s\S]*?<\/script>/g, '')
    .replaceAll(/<(\/?)noscript>/g, '<$1div>');
  const jumelle = await analyse.newPage();
  await jumelle.route(page.url(), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await jumelle.goto(page.url());
  return jumelle;
};

const violationsDe = async (page: Page, largeur: number): Promise<string[]> => {
  await page.setViewportSize({ width: largeur, height: 800 });
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(NORMES).analyze();
  return violations.map(({ id, help, nodes }) => `${largeur} px, axe ${id} : ${help} (${nodes[0]?.html ?? ''})`);
};

const debordDe = async (page: Page, largeur: number): Promise<string[]> => {
  await page.setViewportSize({ width: largeur, height: 800 });
  const trop = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return trop > 0 ? [`${largeur} px : défilement horizontal de ${trop} px`] : [];
};

const regarder = async (regard: Regard, page: Page, largeurs: readonly number[]): Promise<string[]> => {
  const defauts: string[] = [];
  const jugee = regard.lecture === regard.analyse ? page : await copie(regard, page);
  for (const largeur of largeurs)
    defauts.push(...(await debordDe(page, largeur)), ...(await violationsDe(jugee, largeur)));
  if (jugee !== page) await jugee.close();
  return defauts;
};

/** Sends the entry form of the page empty, if it has one: the error summary must come, with the focus. */
const envoyerVide = async (regard: Regard, page: Page): Promise<string[]> => {
  const bouton = page.locator('main form[method=post][novalidate] button:not([type=button])').first();
  if ((await bouton.count()) === 0) return [];
  await bouton.click();
  await page.locator('#erreurs').waitFor({ timeout: 10_000 });
  await page.waitForLoadState('load');
  const defauts = await regarder(regard, page, [390]);
  if ((await page.locator('#erreurs:focus').count()) !== 1) defauts.push('le résumé des erreurs n’a pas le focus');
  for (const lien of await page.locator('#erreurs a').all()) {
    const cible = (await lien.getAttribute('href')) ?? '';
    if ((await page.locator(`[id="${cible.slice(1)}"]`).count()) !== 1)
      defauts.push(`le résumé mène à ${cible}, qui n’existe pas`);
  }
  return defauts;
};

/** Loads a page once, looks at it in each width, then at what its form answers to a mistake. */
export const examiner = async (regard: Regard, adresse: string): Promise<Examen> => {
  const page = await regard.lecture.newPage();
  const { defauts, poids } = ecouter(page);
  try {
    const reponse = await page.goto(adresse);
    if (reponse?.status() !== 200 || page.url() !== adresse)
      defauts.push(`réponse ${reponse?.status()}, à ${page.url()}`);
    if ((await page.locator('h1').count()) !== 1) defauts.push('il faut un h1 et un seul');
    if (!(await page.title())) defauts.push('pas de titre');
    defauts.push(...(await regarder(regard, page, LARGEURS)));
    const resultat = { defauts: [...defauts], poids: await poids() };
    resultat.defauts.push(...(await envoyerVide(regard, page)));
    return resultat;
  } finally {
    await page.close();
  }
};
