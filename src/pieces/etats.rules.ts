import type { PieceVue } from './piece.schema.js';

export interface EtatEnClair {
  genre: 'A_REFAIRE' | 'EN_COURS' | 'EN_LIGNE' | 'HISTORIQUE';
  badge: string;
  couleur: 'error' | 'info' | 'success' | 'warning' | 'new';
  phrase: string;
}

const RETIREE_SANS_SUITE = new Set(['piece.retiree', 'piece.mal_classee']);

const enPreparation = ({ fichiers }: PieceVue): EtatEnClair => {
  const parmi = (etat: string): boolean => fichiers.some((fichier) => fichier.etat === etat);
  if (parmi('A_EXAMINER'))
    return {
      genre: 'EN_COURS',
      badge: 'Vérification plus longue',
      couleur: 'warning',
      phrase:
        'La vérification prend plus de temps que d’habitude. Nos équipes s’en occupent : vous n’avez rien à faire.',
    };
  if (parmi('ATTENDU'))
    return {
      genre: 'EN_COURS',
      badge: 'Envoi en cours',
      couleur: 'info',
      phrase: 'L’envoi n’est pas terminé. S’il s’est interrompu, recommencez dans quelques minutes.',
    };
  return {
    genre: 'EN_COURS',
    badge: 'En cours de vérification',
    couleur: 'info',
    phrase: 'Nous vérifions les fichiers. Cela prend en général moins d’une minute.',
  };
};

/** The state of a pièce as the person who gave it reads it. */
export const etatEnClair = (piece: PieceVue): EtatEnClair => {
  if (piece.etat === 'EN_PREPARATION') return enPreparation(piece);
  if (piece.etat === 'EN_LIGNE')
    return {
      genre: 'EN_LIGNE',
      badge: 'En ligne',
      couleur: 'success',
      phrase: 'Vérifiée. Les organismes qui en ont le droit peuvent la lire.',
    };
  if (piece.etat === 'REMPLACEE')
    return {
      genre: 'HISTORIQUE',
      badge: 'Remplacée',
      couleur: 'new',
      phrase: 'Une pièce plus récente a pris sa place. Celle-ci reste dans votre historique.',
    };
  const phrase = piece.motif?.message ?? 'Cette pièce n’est plus dans votre dossier.';
  return RETIREE_SANS_SUITE.has(piece.motif?.code ?? '')
    ? { genre: 'HISTORIQUE', badge: 'Retirée', couleur: 'new', phrase }
    : { genre: 'A_REFAIRE', badge: 'À refaire', couleur: 'error', phrase };
};

const depasse = (piece: PieceVue, autre: PieceVue): boolean =>
  autre.type === piece.type &&
  autre.deposeeLe > piece.deposeeLe &&
  !RETIREE_SANS_SUITE.has(autre.motif?.code ?? '') &&
  autre.personnes.some((id) => piece.personnes.includes(id));

export interface PiecesClassees {
  aRefaire: PieceVue[];
  enCours: PieceVue[];
  enLigne: PieceVue[];
  historique: PieceVue[];
}

/** What must be done first, then what is being checked, what is there, and the past. A refusal already mended is past. */
export const classer = (pieces: readonly PieceVue[]): PiecesClassees => {
  const classees: PiecesClassees = { aRefaire: [], enCours: [], enLigne: [], historique: [] };
  for (const piece of pieces) {
    const { genre } = etatEnClair(piece);
    if (genre === 'EN_COURS') classees.enCours.push(piece);
    else if (genre === 'EN_LIGNE') classees.enLigne.push(piece);
    else if (genre === 'A_REFAIRE' && !pieces.some((autre) => depasse(piece, autre))) classees.aRefaire.push(piece);
    else classees.historique.push(piece);
  }
  return classees;
};
