import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import { executer } from './outil.js';
import { faitPenserALaMemoire, Refus } from './refus.js';
import { chargerSharp } from './sharp.js';
import type { Trame } from './vues.js';

/** In points. A page of 1.7 m is no document; viewers stop at 5 m. */
const COTE_MAX = 5000;

let bibliotheque: Promise<PDFiumLibrary> | undefined;

const chargerPdfium = (): Promise<PDFiumLibrary> =>
  (bibliotheque ??= import('@hyzyla/pdfium').then(({ PDFiumLibrary: Pdfium }) => Pdfium.init()));

export interface Feuille {
  readonly trame: Trame;
  readonly points: { readonly largeur: number; readonly hauteur: number };
}

const echelle = (largeur: number, hauteur: number, cote: number): [number, number] => {
  const facteur = cote / Math.max(largeur, hauteur);
  return [Math.max(1, Math.round(largeur * facteur)), Math.max(1, Math.round(hauteur * facteur))];
};

const parPdfium = async (document: PDFiumDocument, rang: number, cote: number): Promise<Feuille> => {
  const page = document.getPage(rang);
  const { originalWidth: largeur, originalHeight: hauteur } = page.getOriginalSize();
  if (!(largeur > 0 && hauteur > 0)) throw new Error('page without size');
  if (Math.max(largeur, hauteur) > COTE_MAX) throw new Refus('pdf.page_trop_grande');
  const [width, height] = echelle(largeur, hauteur, cote);
  const rendu = await page.render({ scale: 1, width, height, render: 'bitmap', renderFormFields: true });
  return {
    trame: { pixels: rendu.data, largeur: rendu.width, hauteur: rendu.height, canaux: 4 },
    points: { largeur, hauteur },
  };
};

/** Poppler draws about half of what PDFium cannot. Its exit code says little: the size of the picture does. */
const parPoppler = async (pdf: string, dossier: string, rang: number, cote: number): Promise<Feuille> => {
  const sortie = await mkdtemp(join(dossier, 'poppler-'));
  const page = String(rang + 1);
  await executer('pdftoppm', ['-png', '-f', page, '-l', page, '-scale-to', String(cote), pdf, join(sortie, 'p')]);
  const [image] = await readdir(sortie);
  if (image === undefined) throw new Refus('fichier.illisible');
  const sharp = await chargerSharp();
  const { data, info } = await sharp(await readFile(join(sortie, image)))
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (Math.max(info.width, info.height) < cote - 1) throw new Refus('fichier.illisible');
  const A4 = 841.89 / Math.max(info.width, info.height);
  return {
    trame: { pixels: data, largeur: info.width, hauteur: info.height, canaux: 3 },
    points: { largeur: info.width * A4, hauteur: info.height * A4 },
  };
};

const ouvrir = async (octets: Uint8Array): Promise<PDFiumDocument | undefined> => {
  const pdfium = await chargerPdfium();
  return pdfium.loadDocument(octets).catch(() => undefined);
};

/** Each page once, at the largest size needed: whoever wants it smaller reduces it. */
export const dessiner = async function* (
  pdf: string,
  { pages, cote, dossier }: { pages?: number; cote: number; dossier: string },
): AsyncGenerator<Feuille, void, undefined> {
  const document = await ouvrir(await readFile(pdf));
  try {
    const total = pages ?? document?.getPageCount() ?? 0;
    for (let rang = 0; rang < total; rang += 1) {
      yield await (document ? parPdfium(document, rang, cote) : Promise.reject(new Error('not opened'))).catch(
        (error: unknown) => {
          if (error instanceof Refus) throw error;
          if (faitPenserALaMemoire(String(error))) throw new Refus('rendu.trop_lourd');
          return parPoppler(pdf, dossier, rang, cote);
        },
      );
    }
  } finally {
    document?.destroy();
  }
};

export const compterPages = async (octets: Uint8Array): Promise<number> => {
  const document = await ouvrir(octets);
  try {
    return document?.getPageCount() ?? 0;
  } finally {
    document?.destroy();
  }
};
