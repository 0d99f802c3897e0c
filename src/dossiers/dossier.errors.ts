import { problem } from '../platform/http/index.js';

/** Replaced, withdrawn, of another dossier or out of reach: one answer. */
export const pieceIllisible = problem(
  'piece.illisible',
  404,
  'Cette pièce n’est pas lisible dans ce dossier. Elle a pu être remplacée ou retirée : revenez à la liste des pièces.',
);
