import type { ContenuJournal } from '../acces/index.js';

/** What the entry is about, already put in words. */
export interface Contexte {
  organisme: string | null;
  pieces: readonly string[];
  finalite: string | null;
  /** The bodies whose agents had read it. */
  lecteurs: readonly string[];
}

const lesPieces = (pieces: readonly string[]): string => (pieces.length > 0 ? ` : ${pieces.join(', ')}` : '');

const luePar = (lecteurs: readonly string[]): string =>
  lecteurs.length > 0 ? `lue entre-temps par ${lecteurs.join(', ')}` : 'lue par aucun agent';

const PHRASES: Record<string, (auteur: string, contexte: Contexte) => string> = {
  PIECE_DEPOSEE: (auteur, { pieces }) => `${auteur} a déposé une pièce${lesPieces(pieces)}.`,
  PIECE_EN_LIGNE: (_, { pieces }) => `Une pièce a été vérifiée et mise en ligne${lesPieces(pieces)}.`,
  PIECE_REFUSEE: (_, { pieces }) => `Une pièce n’a pas pu être acceptée${lesPieces(pieces)}.`,
  PIECE_LUE: (auteur, { pieces, finalite }) =>
    `${auteur} a ouvert une pièce${lesPieces(pieces)} (motif : ${finalite ?? 'non précisé'}).`,
  PIECE_RETIREE: (auteur, { pieces }) => `${auteur} a retiré une pièce${lesPieces(pieces)}.`,
  PIECE_REMPLACEE: (_, { pieces }) => `Une pièce a été remplacée par une nouvelle${lesPieces(pieces)}.`,
  PIECE_MAL_CLASSEE: (auteur, { lecteurs }) =>
    `${auteur} a retiré une pièce rangée par erreur dans votre dossier (${luePar(lecteurs)}).`,
  PIECE_EGAREE: (auteur, { lecteurs }) =>
    `${auteur} a retiré une de vos pièces, rangée par erreur dans un autre dossier (${luePar(lecteurs)}).`,
  CONSULTATION_OUVERTE: (auteur, { finalite }) =>
    `${auteur} a ouvert le dossier (motif : ${finalite ?? 'non précisé'}).`,
  CONSULTATION_CLOSE: (auteur) => `${auteur} a refermé le dossier.`,
  DOSSIER_EXPORTE: (auteur, { finalite }) =>
    `${auteur} a téléchargé le dossier en PDF (motif : ${finalite ?? 'non précisé'}).`,
};

const ROLES: Record<string, string> = {
  guichet: 'accueil au guichet',
  instruction: 'instruction des demandes',
  consultation: 'suivi des demandes',
  attribution: 'attribution des logements',
  gestion: 'gestion des habilitations',
};

/** What the agent does in his organisme, in words of everybody. */
export const rolesEnClair = (roles: readonly string[] | undefined): string | null =>
  roles && roles.length > 0 ? roles.map((role) => ROLES[role] ?? role).join(', ') : null;

/** A deposit that the service acknowledged after a fault is still the act of who made it. */
const auteurDe = ({ sujet, deposant }: ContenuJournal, organisme: string | null): string => {
  const qui = deposant ?? sujet;
  if (qui === 'demandeur') return 'Vous';
  return qui === 'agent' ? `Un agent de ${organisme ?? 'un organisme'}` : 'Le service';
};

/** An entry of the journal as the person reads it. */
export const phraseDuJournal = (contenu: ContenuJournal, contexte: Contexte): string => {
  const auteur = auteurDe(contenu, contexte.organisme);
  const phrase = PHRASES[contenu.acte]?.(auteur, contexte) ?? `${auteur} : ${contenu.acte}.`;
  return phrase.replace(/^Vous a /, 'Vous avez ');
};
