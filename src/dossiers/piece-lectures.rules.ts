import type { EntreeDuJournal } from './dossier.schema.js';

const LECTURES = new Set(['PIECE_LUE', 'DOSSIER_EXPORTE']);

/** Who read this pièce, page by page or in a file taken away; the newest first. */
export const lecturesDe = (entrees: readonly EntreeDuJournal[], pieceId: string): EntreeDuJournal[] =>
  entrees.filter(({ acte, pieces }) => LECTURES.has(acte) && pieces.some(({ id }) => id === pieceId));
