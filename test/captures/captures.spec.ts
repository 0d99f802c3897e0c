import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { adresseDe, ECHANTILLONS } from '../e2e/echantillons.js';
import { type Monde, monterMonde } from '../e2e/monde.js';
import { ouvrirNavigateur, sessionDe } from '../support/navigateur.js';

const DOSSIER = resolve(import.meta.dirname, '../../docs/captures');
const LARGEURS = [390, 1280];

/** The pages shown in docs/captures, by the name of their picture. */
const PRISES: Record<string, string> = {
  accueil: '/',
  'mon-dossier': '/dossier',
  'deposer-une-piece': '/dossier/depot',
  'qui-a-consulte': '/dossier/journal',
  'comme-un-bailleur': '/dossier/comme-un-bailleur',
  'guichet-recherche': '/guichet',
  'guichet-dossier': '/guichet/dossiers/:id',
  'guichet-depots': '/guichet/depots',
  'ouvrir-un-dossier': '/consultation',
  'dossier-ouvert': '/consultation/:id',
  'piece-ouverte': '/consultation/:id/pieces/:pieceId',
};

/** Hours and the day change from one run to the next: the pictures always say the same. */
const figer = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const jour = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' }).format();
    const textes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let noeud = textes.nextNode(); noeud; noeud = textes.nextNode()) {
      const texte = noeud.textContent ?? '';
      noeud.textContent = texte
        .replaceAll(jour, '24 novembre 2026')
        .replaceAll(/\b\d\d:\d\d\b/g, '10:30')
        .replaceAll(/dans \d+ minutes/g, 'dans 29 minutes')
        .replaceAll(/A-[0-9A-F]{6}/g, 'A-1B2C3D');
    }
  });

describe('pictures of the main pages', () => {
  let monde: Monde;
  let navigateur: Browser;

  beforeAll(async () => {
    [monde, navigateur] = await Promise.all([monterMonde(), ouvrirNavigateur()]);
    mkdirSync(DOSSIER, { recursive: true });
  }, 180_000);

  afterAll(async () => {
    await navigateur?.close();
    await monde?.maison.fermer();
  });

  it.each(Object.entries(PRISES))('%s', async (nom, chemin) => {
    const echantillon = ECHANTILLONS[chemin];
    if (!echantillon) throw new Error(`${chemin} n’a pas d’échantillon`);
    const contexte = await navigateur.newContext({
      storageState: await sessionDe(navigateur, monde.racine, echantillon.compte),
      reducedMotion: 'reduce',
      locale: 'fr-FR',
    });
    const page = await contexte.newPage();
    for (const width of LARGEURS) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(monde.racine + adresseDe(chemin, echantillon, monde), { waitUntil: 'load' });
      await figer(page);
      const image = await page.screenshot({ fullPage: true, animations: 'disabled' });
      writeFileSync(resolve(DOSSIER, `${nom}-${width}.webp`), await sharp(image).webp({ quality: 80 }).toBuffer());
    }
    await contexte.close();
  });
});
