import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faitPenserALaMemoire, Refus } from './refus.js';
import { pageA4, pdfDImages } from './pdf-images.js';
import type { DemandeNormaliser, Normalise } from './rendu.schema.js';
import { chargerSharp } from './sharp.js';
import { Planche, type Trame } from './vues.js';

// 210 dpi on an A4 sheet. A JPEG is halved while it is decoded at almost no cost: taken when enough is left to read.
const COTE_MAX = 2480;
const COTE_SUFFISANT = 2000;
const QUALITE = 80;

export const coteVise = (largeur: number, hauteur: number): number => {
  const cote = Math.max(largeur, hauteur);
  const moitie = Math.floor(cote / 2);
  return moitie >= COTE_SUFFISANT && moitie < COTE_MAX ? moitie : Math.min(cote, COTE_MAX);
};

const commeRefus = (error: unknown): Refus => {
  const message = error instanceof Error ? error.message : String(error);
  if (/pixel limit|dimension limit|too large/i.test(message)) return new Refus('image.trop_grande');
  return new Refus(faitPenserALaMemoire(message) ? 'rendu.trop_lourd' : 'fichier.illisible');
};

/** Decodes once; nothing of the original bytes, nor of what its camera wrote about the place, goes further. */
const decoder = async ({ source, limites }: DemandeNormaliser): Promise<Trame> => {
  const sharp = await chargerSharp();
  const options = { limitInputPixels: limites.pixels, failOn: 'error', sequentialRead: true } as const;
  const { width, height } = await sharp(source, options).metadata();
  if (width * height > limites.pixels) throw new Refus('image.trop_grande');
  const cote = coteVise(width, height);
  const { data, info } = await sharp(source, options)
    .autoOrient()
    .resize(cote, cote, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, largeur: info.width, hauteur: info.height, canaux: info.channels === 4 ? 4 : 3 };
};

export const normaliserImage = async (demande: DemandeNormaliser): Promise<Normalise> => {
  const trame = await decoder(demande).catch((error: unknown) => {
    throw error instanceof Refus ? error : commeRefus(error);
  });
  const { largeur, hauteur } = trame;
  const sharp = await chargerSharp();
  const jpeg = await sharp(trame.pixels, { raw: { width: largeur, height: hauteur, channels: trame.canaux } })
    .jpeg({ quality: QUALITE })
    .toBuffer();
  const pdf = join(demande.dossier, 'normalise.pdf');
  await writeFile(pdf, pdfDImages([{ jpeg, largeur, hauteur, page: pageA4(largeur, hauteur) }]));
  const planche = new Planche(demande.dossier, 1);
  await planche.ajouter(trame);
  return { issue: 'PRET', pdf, pages: 1, ...(await planche.finir()) };
};
