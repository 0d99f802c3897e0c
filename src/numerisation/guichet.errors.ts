import { problem } from '../platform/http/index.js';

export const memeDossier = problem(
  'piece.meme_dossier',
  422,
  'C’est le dossier où se trouve déjà cette pièce. Indiquez la personne à qui elle appartient, ou cochez « Je ne sais pas ».',
);
