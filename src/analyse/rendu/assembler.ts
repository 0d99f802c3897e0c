import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { ecrireCouverture } from './couverture.js';
import { Filigrane, type Mesure } from './filigrane.js';
import { MiseAJour, ObjetsPdf, type Page } from './objets-pdf.js';
import { joindre } from './qpdf.js';
import type { DemandeAssembler, ReponseAssembler } from './rendu.schema.js';
import { poserSignets, type Signet } from './signets.js';

const PRODUCTEUR = 'Dossier unique numérique';

const faireCouverture = async ({ couverture }: DemandeAssembler, chemin: string): Promise<[number, Mesure]> => {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(couverture.titre);
  document.setProducer(PRODUCTEUR);
  document.setCreationDate(new Date());
  await ecrireCouverture(document, couverture);
  const police = await document.embedFont(StandardFonts.Helvetica);
  await writeFile(chemin, await document.save({ useObjectStreams: false, updateFieldAppearances: false }));
  return [document.getPageCount(), (texte, taille) => police.widthOfTextAtSize(texte, taille)];
};

/** Where each pièce begins; its pages were counted when it was normalised. */
const signetsDe = ({ pieces }: DemandeAssembler, couverture: number, pages: readonly Page[]): Signet[] => {
  let rang = couverture;
  const signets = [{ titre: 'Couverture', page: pages[0]?.ref ?? '' }];
  for (const { titre, pages: siennes } of pieces) {
    signets.push({ titre, page: pages[rang]?.ref ?? '' });
    rang += siennes;
  }
  if (rang !== pages.length) throw new Error(`${pages.length} pages instead of ${rang}`);
  return signets;
};

/**
 * One PDF: cover, pièces in their order, bookmarks, and the reader's mark on every page. Only what changes passes through
 * here: a dossier may be larger than any memory.
 */
export const assembler = async (demande: DemandeAssembler): Promise<ReponseAssembler> => {
  const { dossier, sortie, filigrane } = demande;
  const [couverture, jointe] = [join(dossier, 'couverture.pdf'), join(dossier, 'jointe.pdf')];
  const [pagesDeCouverture, mesurer] = await faireCouverture(demande, couverture);
  await joindre([couverture, ...demande.pieces.flatMap(({ pdfs }) => pdfs)], jointe);
  const objets = new ObjetsPdf(jointe, dossier);
  const pages = await objets.pages();
  const miseAJour = new MiseAJour(objets.nombre);
  const marque = new Filigrane(miseAJour, filigrane, mesurer);
  for (const page of pages) marque.poser(page);
  const [racine, catalogue] = await objets.racine();
  miseAJour.remplacer(racine, {
    ...catalogue,
    ...poserSignets(miseAJour, signetsDe(demande, pagesDeCouverture, pages)),
    '/Lang': 'u:fr-FR',
    '/ViewerPreferences': { '/DisplayDocTitle': true },
  });
  await miseAJour.appliquer(jointe, sortie, dossier);
  await rm(jointe);
  return { issue: 'PRET', pdf: sortie, pages: pages.length };
};
