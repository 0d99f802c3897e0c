import { estEntier } from './disque.js';
import { executer } from './outil.js';
import { faitPenserALaMemoire, Refus } from './refus.js';
import { DisquePlein } from './rendu.errors.js';

const AVERTISSEMENTS = 3;

/** Exit 3 means warnings about the source and a good result. */
export const qpdf = async (...args: string[]): Promise<void> => {
  const { code, erreurs } = await executer('qpdf', ['--warning-exit-0', '--no-warn', ...args]);
  if (code === 0 || code === AVERTISSEMENTS) return;
  if (/invalid password/i.test(erreurs)) throw new Refus('pdf.mot_de_passe');
  if (faitPenserALaMemoire(erreurs)) throw new Refus('rendu.trop_lourd');
  throw new Refus('fichier.illisible');
};

/** Writes a PDF, whole or not at all. */
export const ecrire = async (sortie: string, ...args: string[]): Promise<void> => {
  await qpdf(...args, sortie);
  if (!(await estEntier(sortie))) throw new DisquePlein(`qpdf wrote only a part of ${sortie}`);
};

// A file that only says what may not be done with it opens without password: everybody may read it, so may we.
const OUVRIR = ['--decrypt', '--stream-data=preserve'];

/** Repairs, takes the protection off, cuts what follows the document; forms become part of the pages. */
export const reparer = (source: string, sortie: string): Promise<void> =>
  ecrire(sortie, ...OUVRIR, '--coalesce-contents', '--generate-appearances', '--flatten-annotations=all', source);

/** The same without touching the pages, for a file whose forms qpdf cannot read. */
export const ouvrir = (source: string, sortie: string): Promise<void> => ecrire(sortie, ...OUVRIR, source);

/** Writes only what can still be reached: removed objects are then really absent from the bytes. */
export const reecrire = (source: string, sortie: string): Promise<void> =>
  ecrire(sortie, '--object-streams=generate', '--stream-data=preserve', '--deterministic-id', source);

/** All pages of all of them; the first gives what is said of the document. Streams, whatever their sizes. */
export const joindre = ([premier = '', ...autres]: readonly string[], sortie: string): Promise<void> =>
  ecrire(
    sortie,
    premier,
    '--pages',
    ...[premier, ...autres].flatMap((pdf) => [pdf, '1-z']),
    '--',
    '--object-streams=disable',
    '--stream-data=preserve',
    '--remove-unreferenced-resources=no',
  );
