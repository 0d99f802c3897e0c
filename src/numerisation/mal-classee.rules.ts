import { enInstant } from '../referentiel/index.js';

/** Somebody who saw a pièce while it was in the wrong dossier. */
export interface Lecteur {
  organismeId: string;
  organisme: string;
  pseudonyme: string;
  lueLe: Date;
  /** In the PDF of the dossier, and not only on a screen. */
  emportee: boolean;
}

export interface MessageAuDemandeur {
  objet: string;
  texte: string;
}

const uniques = (valeurs: readonly string[]): string[] => [...new Set(valeurs)];

const parQui = (lecteurs: readonly Lecteur[]): string =>
  lecteurs.length === 0
    ? 'Aucun agent ne l’avait ouverte.'
    : `Elle a été ouverte par : ${uniques(lecteurs.map(({ organisme }) => organisme)).join(', ')}.`;

/** To the person in whose dossier it was: nothing of whose it is, nor of what it is. */
export const messageAuTitulaire = (organisme: string, deposeeLe: Date): MessageAuDemandeur => ({
  objet: 'Une pièce qui n’est pas à vous a été retirée de votre dossier',
  texte: [
    `Le ${enInstant(deposeeLe)}, ${organisme} a rangé par erreur dans votre dossier une pièce qui ne vous concerne pas.`,
    'Cette pièce a été retirée : plus personne ne peut la lire dans votre dossier, et elle est détruite.',
    'Vous n’avez rien à faire. Votre demande et vos propres pièces n’ont pas changé.',
  ].join('\n\n'),
});

/** To the person whose pièce it is: who saw it, and nothing of the dossier where it was. */
export const messageAuProprietaire = (
  organisme: string,
  deposeeLe: Date,
  lecteurs: readonly Lecteur[],
): MessageAuDemandeur => ({
  objet: 'Une de vos pièces avait été rangée dans un autre dossier',
  texte: [
    `Le ${enInstant(deposeeLe)}, ${organisme} a rangé par erreur une de vos pièces dans le dossier d’une autre personne.`,
    `Cette pièce en a été retirée et détruite. ${parQui(lecteurs)}`,
    'Le guichet doit la numériser de nouveau dans votre dossier. Si elle n’y apparaît pas, rapportez le document au guichet.',
  ].join('\n\n'),
});

/** What stays in the journal: pseudonyms and bodies, no name. */
export const lecteursEnJournal = (lecteurs: readonly Lecteur[]) => ({
  lecteurs: uniques(lecteurs.map(({ pseudonyme }) => pseudonyme)),
  organismesLecteurs: uniques(lecteurs.map(({ organismeId }) => organismeId)),
});
