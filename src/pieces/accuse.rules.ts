import { enInstant } from '../referentiel/index.js';

/** What a deposit was, as its receipt tells it. */
export interface DepotRecu {
  libelle: string;
  personnes: readonly string[];
  fichiers: number;
  le: Date;
  /** The body that scanned it; null when the person deposited it herself. */
  organisme: string | null;
}

/** The receipt of a deposit: which pièce, for whom, when, and by whom (CRPA L112-11). */
export const accuseDeDepot = ({ libelle, personnes, fichiers, le, organisme }: DepotRecu) => ({
  objet: `Accusé de réception : ${libelle}`.slice(0, 200),
  texte: [
    `Nous avons bien reçu cette pièce le ${enInstant(le)}.`,
    [
      `Pièce : ${libelle}`,
      `Personnes concernées : ${personnes.join(', ')}`,
      `Nombre de fichiers : ${fichiers}`,
      `Déposée par : ${organisme ? `un agent de ${organisme}` : 'vous-même'}`,
    ].join('\n'),
    'Elle est en cours de vérification. Vous n’avez rien à faire : son état s’affiche dans « Mon dossier ».',
  ].join('\n\n'),
});

/** Why a pièce could not be kept, and what to do next. */
export const avisDeRefus = (libelle: string, explication: string) => ({
  objet: `À refaire : ${libelle}`.slice(0, 200),
  texte: [
    `Cette pièce n’a pas pu être acceptée : ${libelle}.`,
    explication,
    'Pour la déposer de nouveau, choisissez « Déposer une pièce ».',
  ].join('\n\n'),
});
