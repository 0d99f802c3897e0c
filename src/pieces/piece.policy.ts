import { politique } from '../acces/index.js';

/** The person, or the first receiving body with the dossier open in front of it (arrêté du 22 décembre 2020, règle 1). */
export const deposerPiece = politique('piece.deposer', {
  demandeur: ['titulaire'],
  agent: { roles: ['guichet'], conditions: ['actif', 'territoire', 'consultation'] },
});

/** From the pages of the person. */
export const deposerPourSoi = politique('piece.deposer_pour_soi', { demandeur: ['titulaire'] });

const LECTEURS = ['guichet', 'instruction', 'consultation', 'attribution'] as const;

/** Following a pièce: the person, a reader with an open consultation, or the body that deposited it. */
export const suivrePiece = politique('piece.suivre', {
  demandeur: ['titulaire'],
  agent: { roles: LECTEURS, conditions: ['actif', 'territoire'] },
});

/** Taking one's own bytes back: no other reader leaves with a pièce outside of a file marked with his name. */
export const telechargerPiece = politique('piece.telecharger', { demandeur: ['titulaire'] });

export const retirerPiece = politique('piece.retirer', { demandeur: ['titulaire'] });

/** Looking at its pages. */
export const lirePiece = politique('piece.lire', {
  demandeur: ['titulaire'],
  agent: { roles: LECTEURS, conditions: ['actif', 'territoire', 'consultation'] },
});
