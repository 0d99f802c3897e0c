import type { Browser, BrowserContext } from 'playwright-core';
import { ouvrirNavigateur, sessionDe } from '../support/navigateur.js';
import { adresseDe, ECHANTILLONS } from './echantillons.js';
import { type Examen, examiner } from './examen.js';
import { type Monde, monterMonde } from './monde.js';
import { pagesDuSite } from './routes.js';

const JS_MAX = 45_000;
const CSS_MAX = 90_000;

const pages = await pagesDuSite();

describe('every page of the site', () => {
  let monde: Monde;
  let navigateur: Browser;
  const contextes = new Map<string, Promise<BrowserContext>>();

  /** One signed-in context an account, with JavaScript and without. */
  const contexteDe = (compte: string | null, javaScriptEnabled: boolean): Promise<BrowserContext> => {
    const cle = `${compte} ${javaScriptEnabled}`;
    const nouveau = async (): Promise<BrowserContext> =>
      navigateur.newContext({
        javaScriptEnabled,
        storageState: await sessionDe(navigateur, monde.racine, compte),
        reducedMotion: 'reduce',
        locale: 'fr-FR',
      });
    const contexte = contextes.get(cle) ?? nouveau();
    contextes.set(cle, contexte);
    return contexte;
  };

  const voir = async (page: string, avecJs: boolean): Promise<Examen> => {
    const echantillon = ECHANTILLONS[page];
    if (!echantillon) throw new Error(`${page} n’a pas de ligne dans test/e2e/echantillons.ts`);
    const { compte } = echantillon;
    const [lecture, analyse] = await Promise.all([contexteDe(compte, avecJs), contexteDe(compte, true)]);
    return examiner({ lecture, analyse }, monde.racine + adresseDe(page, echantillon, monde));
  };

  beforeAll(async () => {
    [monde, navigateur] = await Promise.all([monterMonde(), ouvrirNavigateur()]);
  }, 180_000);

  afterAll(async () => {
    await navigateur?.close();
    await monde?.maison.fermer();
  });

  it('has a sample, and each sample a page', () => {
    expect(Object.keys(ECHANTILLONS).toSorted()).toEqual(pages.toSorted());
  });

  describe.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])('%s', (_, avecJs) => {
    it.each(pages)('%s stands at 390, 1280 and 320 px, and tells what to correct', async (page) => {
      const { defauts, poids } = await voir(page, avecJs);
      expect(defauts).toEqual([]);
      expect(poids.js).toBeLessThanOrEqual(JS_MAX);
      expect(poids.css).toBeLessThanOrEqual(CSS_MAX);
    });
  });
});
