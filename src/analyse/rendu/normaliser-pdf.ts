import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compterPages, dessiner } from './dessin.js';
import { parleDuDisque } from './disque.js';
import { pdfDImages, type PageImage } from './pdf-images.js';
import { ouvrir, reecrire, reparer } from './qpdf.js';
import { faitPenserALaMemoire, Refus } from './refus.js';
import { DisquePlein } from './rendu.errors.js';
import type { DemandeNormaliser, Normalise } from './rendu.schema.js';
import { chargerSharp } from './sharp.js';
import { APERCU, Planche } from './vues.js';

/** 200 dpi on an A4 sheet, for a document that can only be handed on as pictures of its pages. */
const COTE_PHOTOCOPIE = 2339;

const propager = (error: unknown): void => {
  if (error instanceof DisquePlein || parleDuDisque(String(error))) throw error;
  if (error instanceof Refus && error.motif !== 'fichier.illisible') throw error;
  if (faitPenserALaMemoire(String(error))) throw new Refus('rendu.trop_lourd');
};

/** The drawing of each page in a new document; says how many, 0 when the structure resists. */
const reconstruire = async (source: string, dossier: string, pagesMax: number, sortie: string): Promise<number> => {
  const [repare, purifie] = [join(dossier, 'repare.pdf'), join(dossier, 'purifie.pdf')];
  try {
    await reparer(source, repare);
    const { purifier } = await import('./purifier.js');
    const { octets, pages } = await purifier(await readFile(repare), pagesMax);
    await writeFile(purifie, octets);
    await reecrire(purifie, sortie);
    return pages;
  } catch (error) {
    propager(error);
    return 0;
  }
};

/** Pictures of the pages hold nothing active: the way out when the document cannot be taken apart. */
const photocopier = async (source: string, dossier: string, pagesMax: number, sortie: string): Promise<number> => {
  const ouvert = join(dossier, 'ouvert.pdf');
  await ouvrir(source, ouvert);
  const nombre = await compterPages(await readFile(ouvert));
  if (nombre === 0) throw new Refus('fichier.illisible');
  if (nombre > pagesMax) throw new Refus('pdf.trop_de_pages');
  const sharp = await chargerSharp();
  const pages: PageImage[] = [];
  for await (const { trame, points } of dessiner(ouvert, { pages: nombre, cote: COTE_PHOTOCOPIE, dossier })) {
    const { pixels, largeur, hauteur, canaux } = trame;
    const image = sharp(pixels, { raw: { width: largeur, height: hauteur, channels: canaux } });
    pages.push({ jpeg: await image.removeAlpha().jpeg({ quality: 80 }).toBuffer(), largeur, hauteur, page: points });
  }
  await writeFile(sortie, pdfDImages(pages));
  return nombre;
};

export const normaliserPdf = async ({ source, dossier, limites }: DemandeNormaliser): Promise<Normalise> => {
  const pdf = join(dossier, 'normalise.pdf');
  const pages =
    (await reconstruire(source, dossier, limites.pages, pdf)) ||
    (await photocopier(source, dossier, limites.pages, pdf));
  const planche = new Planche(dossier, pages);
  for await (const { trame } of dessiner(pdf, { pages, cote: APERCU, dossier })) await planche.ajouter(trame);
  return { issue: 'PRET', pdf, pages, ...(await planche.finir()) };
};
