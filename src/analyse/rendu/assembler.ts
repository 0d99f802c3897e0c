import { readFile, writeFile } from 'node:fs/promises';
import { PDFDocument, PDFName, PDFObjectCopier, PDFPageLeaf, type PDFRef } from 'pdf-lib';
import { ecrireCouverture } from './couverture.js';
import { Filigrane } from './filigrane.js';
import type { DemandeAssembler, ReponseAssembler } from './rendu.schema.js';
import { poserSignets, type Signet } from './signets.js';

const PRODUCTEUR = 'Dossier unique numérique';

/** The pages go in by their references: the list of pages is written once, at the end. */
const copierPages = async (chemin: string, cible: PDFDocument): Promise<PDFPageLeaf[]> => {
  const source = await PDFDocument.load(await readFile(chemin), { updateMetadata: false, parseSpeed: Infinity });
  const copie = PDFObjectCopier.for(source.context, cible.context);
  return source.getPages().map(({ node }) => copie.copy<PDFPageLeaf>(node));
};

const inscrire = (document: PDFDocument, pages: readonly PDFPageLeaf[]): PDFRef[] => {
  const racine = document.catalog.get(PDFName.of('Pages')) as PDFRef;
  return pages.map((page) => {
    page.set(PDFName.of('Parent'), racine);
    return document.context.register(page);
  });
};

/** One PDF: cover, pièces in their order, bookmarks, and the reader's mark on every page. */
export const assembler = async (demande: DemandeAssembler): Promise<ReponseAssembler> => {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(demande.couverture.titre);
  document.setProducer(PRODUCTEUR);
  document.setCreationDate(new Date());
  await ecrireCouverture(document, demande.couverture);
  const filigrane = await Filigrane.creer(document, demande.filigrane);
  await document.flush();
  const feuilles = document.getPages();
  const refs = feuilles.map(({ ref }) => ref);
  for (const { node } of feuilles) filigrane.poser(node);
  const signets: Signet[] = [{ titre: 'Couverture', page: refs[0] as PDFRef }];
  for (const { titre, pdfs } of demande.pieces) {
    const debut = refs.length;
    for (const chemin of pdfs) {
      // One source after the other: two parsed at once would only cost memory.
      // oxlint-disable-next-line no-await-in-loop
      const pages = await copierPages(chemin, document);
      for (const page of pages) filigrane.poser(page);
      refs.push(...inscrire(document, pages));
    }
    const page = refs[debut];
    if (page) signets.push({ titre, page });
  }
  document.catalog.Pages().set(PDFName.of('Kids'), document.context.obj(refs));
  document.catalog.Pages().set(PDFName.of('Count'), document.context.obj(refs.length));
  poserSignets(document, signets);
  await writeFile(
    demande.sortie,
    await document.save({
      useObjectStreams: false,
      objectsPerTick: Infinity,
      updateFieldAppearances: false,
      addDefaultPage: false,
    }),
  );
  return { issue: 'PRET', pdf: demande.sortie, pages: refs.length };
};
