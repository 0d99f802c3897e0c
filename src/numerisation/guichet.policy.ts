import { politique } from '../acces/index.js';

/** The desk of a body that registers demandes (CCH R441-2-1): finding the dossier of the person in front of it. */
export const tenirGuichet = politique('guichet.tenir', {
  agent: { roles: ['guichet'], conditions: ['actif', 'territoire'] },
});

/** Taking a pièce that one's own organisme deposited out of the dossier in which it should not be. */
export const retirerMalClassee = politique('piece.mal_classee', {
  agent: { roles: ['guichet'], conditions: ['actif', 'territoire'] },
});
