import { faitPenserALaMemoire, Refus } from './refus.js';
import { executer } from './outil.js';

const AVERTISSEMENTS = 3;

/** Exit 3 means warnings about the source and a good result. */
export const qpdf = async (...args: string[]): Promise<void> => {
  const { code, erreurs } = await executer('qpdf', ['--warning-exit-0', '--no-warn', ...args]);
  if (code === 0 || code === AVERTISSEMENTS) return;
  if (/invalid password/i.test(erreurs)) throw new Refus('pdf.mot_de_passe');
  if (faitPenserALaMemoire(erreurs)) throw new Refus('rendu.trop_lourd');
  throw new Refus('fichier.illisible');
};

// A file that only says what may not be done with it opens without password: everybody may read it, so may we.
const OUVRIR = ['--decrypt', '--stream-data=preserve'];

/** Repairs, takes the protection off, cuts what follows the document; forms become part of the pages. */
export const reparer = (source: string, sortie: string): Promise<void> =>
  qpdf(...OUVRIR, '--coalesce-contents', '--generate-appearances', '--flatten-annotations=all', source, sortie);

/** The same without touching the pages, for a file whose forms qpdf cannot read. */
export const ouvrir = (source: string, sortie: string): Promise<void> => qpdf(...OUVRIR, source, sortie);

/** Writes only what can still be reached: removed objects are then really absent from the bytes. */
export const reecrire = (source: string, sortie: string): Promise<void> =>
  qpdf('--object-streams=generate', '--stream-data=preserve', '--deterministic-id', source, sortie);

/** All pages of all of them; the first gives what is said of the document. Streams, whatever their sizes. */
export const joindre = ([premier = '', ...autres]: readonly string[], sortie: string): Promise<void> =>
  qpdf(
    premier,
    '--pages',
    ...[premier, ...autres].flatMap((pdf) => [pdf, '1-z']),
    '--',
    '--object-streams=disable',
    '--stream-data=preserve',
    '--remove-unreferenced-resources=no',
    sortie,
  );
