import { enJour } from '../referentiel/index.js';
import type { EntreeDuJournal } from './dossier.schema.js';

/** What one agent did in a row, told once: ten pièces opened one after the other are one line with ten pièces. */
export interface Fait {
  entree: EntreeDuJournal;
  pieces: string[];
}
export interface JourDuJournal {
  jour: string;
  faits: Fait[];
}

const memeLecture = (a: EntreeDuJournal, b: EntreeDuJournal): boolean =>
  a.acte === 'PIECE_LUE' && b.acte === 'PIECE_LUE' && a.agent === b.agent && a.finalite === b.finalite;

/** The newest day first, as the entries come. */
export const parJours = (entrees: readonly EntreeDuJournal[]): JourDuJournal[] => {
  const jours: JourDuJournal[] = [];
  for (const entree of entrees) {
    const jour = enJour(new Date(entree.le));
    if (jours.at(-1)?.jour !== jour) jours.push({ jour, faits: [] });
    const { faits } = jours.at(-1) as JourDuJournal;
    const precedent = faits.at(-1);
    const libelles = entree.pieces.map(({ libelle }) => libelle);
    if (precedent && memeLecture(precedent.entree, entree)) {
      precedent.entree = entree;
      precedent.pieces.unshift(...libelles);
    } else faits.push({ entree, pieces: libelles });
  }
  return jours;
};
