import { join } from 'node:path';
import { ouvrir } from './qpdf.js';
import type { DemandeDechiffrer, ReponseDechiffrer } from './rendu.schema.js';

/** qpdf opens what needs no password; the content, attachments included, stays as it was for the antivirus. */
export const dechiffrer = async ({ source, dossier }: DemandeDechiffrer): Promise<ReponseDechiffrer> => {
  const pdf = join(dossier, 'dechiffre.pdf');
  await ouvrir(source, pdf);
  return { issue: 'PRET', pdf };
};
