import { PDFHexString, PDFName, PDFString, type PDFDocument, type PDFRef } from 'pdf-lib';

export interface Signet {
  readonly titre: string;
  readonly page: PDFRef;
}

/** A flat table of contents; PDF wants it as a doubly linked list. */
export const poserSignets = (document: PDFDocument, signets: readonly Signet[]): void => {
  const { context, catalog } = document;
  const racine = context.nextRef();
  const refs = signets.map(() => context.nextRef());
  signets.forEach(({ titre, page }, rang) => {
    const [avant, apres] = [refs[rang - 1], refs[rang + 1]];
    const entree = context.obj({
      Title: PDFHexString.fromText(titre),
      Parent: racine,
      Dest: [page, 'Fit'],
      ...(avant && { Prev: avant }),
      ...(apres && { Next: apres }),
    });
    context.assign(refs[rang] as PDFRef, entree);
  });
  const [premier, dernier] = [refs[0], refs.at(-1)];
  if (!premier || !dernier) return;
  context.assign(racine, context.obj({ Type: 'Outlines', First: premier, Last: dernier, Count: refs.length }));
  catalog.set(PDFName.of('Outlines'), racine);
  catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
  catalog.set(PDFName.of('Lang'), PDFString.of('fr-FR'));
  catalog.set(PDFName.of('ViewerPreferences'), context.obj({ DisplayDocTitle: true }));
};
