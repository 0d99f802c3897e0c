/** What the rules look at of a pièce. */
interface PieceConnue {
  type: string;
  etat: string;
  personnes: readonly string[];
}

export interface Manquant {
  exigence: 'IDENTITE_DEMANDEUR' | 'AVIS_IMPOSITION';
  /** As a reader says it. */
  libelle: string;
  loi: string;
}

interface Exigence extends Manquant {
  remplie: (piece: PieceConnue, demandeur: string) => boolean;
}

const IDENTITES = new Set(['IDENTITE_FR', 'IDENTITE_UE', 'TITRE_SEJOUR']);
const LOI = 'CCH R441-2-4-1 et arrêté du 22 décembre 2020';

/** Only what is asked of every household; the rest depends on details that the dossier does not hold yet. */
const EXIGENCES: readonly Exigence[] = [
  {
    exigence: 'IDENTITE_DEMANDEUR',
    libelle: 'Pièce d’identité ou titre de séjour du demandeur',
    loi: LOI,
    remplie: ({ type, personnes }, demandeur) => IDENTITES.has(type) && personnes.includes(demandeur),
  },
  {
    exigence: 'AVIS_IMPOSITION',
    libelle: 'Avis d’imposition sur les revenus de l’avant-dernière année (N-2)',
    loi: LOI,
    remplie: ({ type }) => type === 'AVIS_IMPOSITION_N2',
  },
];

/** The mandatory pièces that no online pièce brings. None of them is sensitive, and no sensitive one is looked at. */
export const manquants = (pieces: readonly PieceConnue[], demandeur: string): Manquant[] => {
  const enLigne = pieces.filter(({ etat }) => etat === 'EN_LIGNE');
  return EXIGENCES.filter(({ remplie }) => !enLigne.some((piece) => remplie(piece, demandeur))).map(
    ({ exigence, libelle, loi }) => ({ exigence, libelle, loi }),
  );
};
