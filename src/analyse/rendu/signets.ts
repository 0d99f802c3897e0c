import type { Dict, MiseAJour } from './objets-pdf.js';

export interface Signet {
  readonly titre: string;
  readonly page: string;
}

/** A flat table of contents, which PDF wants as a doubly linked list. @returns what the catalog says of it. */
export const poserSignets = (cible: MiseAJour, signets: readonly Signet[]): Dict => {
  const racine = cible.reserver();
  const refs = signets.map(() => cible.reserver());
  signets.forEach(({ titre, page }, rang) => {
    const [avant, apres] = [refs[rang - 1], refs[rang + 1]];
    cible.remplacer(refs[rang] ?? '', {
      '/Title': `u:${titre.toWellFormed()}`,
      '/Parent': racine,
      '/Dest': [page, '/Fit'],
      ...(avant && { '/Prev': avant }),
      ...(apres && { '/Next': apres }),
    });
  });
  cible.remplacer(racine, {
    '/Type': '/Outlines',
    '/First': refs[0] ?? null,
    '/Last': refs.at(-1) ?? null,
    '/Count': refs.length,
  });
  return { '/Outlines': racine, '/PageMode': '/UseOutlines' };
};
