import type { EntityManager } from 'typeorm';
import type { VerdictAntivirus } from '../pieces/index.js';
import type { Motif } from '../referentiel/index.js';

/** What the analysis of one fichier needs, and nothing of the person. */
export interface FichierAAnalyser {
  id: string;
  pieceId: string;
  dossierId: string;
  etat: 'RECU' | 'SAIN';
  format: string;
  octets: string;
  sha256: Buffer;
  tentatives: number;
  objetId: string;
  cle: string;
}

/** Takes the job: counts the attempt, and keeps the sweeper away while it lasts. Null when there is nothing left to do. */
export const prendreFichier = async (tx: EntityManager, id: string): Promise<FichierAAnalyser | null> => {
  const [[pris]] = await tx.query<[[FichierAAnalyser?], number]>(
    `update fichier f set tentatives = tentatives + 1, reprise_le = now() + interval '60 seconds'
     from objet o where f.id = $1 and f.etat in ('RECU', 'SAIN') and o.fichier_id = f.id and o.genre = 'RECU'
     returning f.id, f.piece_id as "pieceId", f.dossier_id as "dossierId", f.etat, f.format, f.octets, f.sha256,
       f.tentatives, o.id as "objetId", o.cle`,
    [id],
  );
  return pris ?? null;
};

/** A service was away: the attempt does not count, and comes again soon. */
export const rendreFichier = async (tx: EntityManager, id: string): Promise<void> => {
  await tx.query(
    `update fichier set tentatives = greatest(tentatives - 1, 0), reprise_le = now() + interval '5 seconds'
     where id = $1 and etat in ('RECU', 'SAIN')`,
    [id],
  );
};

/** RECU → SAIN. */
export const marquerSain = async (tx: EntityManager, id: string, antivirus: VerdictAntivirus): Promise<boolean> => {
  const [, faits] = await tx.query<[unknown, number]>(
    `update fichier set etat = 'SAIN', sain_le = now(), antivirus = $2 where id = $1 and etat = 'RECU'`,
    [id, antivirus],
  );
  return faits === 1;
};

/** SAIN → PRET. */
export const marquerPret = async (tx: EntityManager, id: string, pages: number): Promise<boolean> => {
  const [, faits] = await tx.query<[unknown, number]>(
    `update fichier set etat = 'PRET', pret_le = now(), pages = $2, motif = null where id = $1 and etat = 'SAIN'`,
    [id, pages],
  );
  return faits === 1;
};

export type Fin = 'INFECTE' | 'REFUSE' | 'A_EXAMINER';

/** RECU or SAIN → an end, or parked for an operator. */
export const marquerFin = async (
  tx: EntityManager,
  id: string,
  fin: Fin,
  motif: Motif,
  antivirus: VerdictAntivirus | null,
): Promise<boolean> => {
  const [, faits] = await tx.query<[unknown, number]>(
    `update fichier set etat = $2, fin_le = now(), motif = $3, antivirus = coalesce($4, antivirus)
     where id = $1 and etat in ('RECU', 'SAIN')`,
    [id, fin, motif, antivirus],
  );
  return faits === 1;
};

/** Every transaction that ends a fichier takes its pièce first: two fichiers of one pièce never wait for each other. */
export const verrouillerPiece = async (tx: EntityManager, pieceId: string): Promise<void> => {
  await tx.query('select from piece where id = $1 for update', [pieceId]);
};

/** EN_PREPARATION → EN_LIGNE once every fichier is PRET. True for the one call that did it. */
export const mettrePieceEnLigne = async (tx: EntityManager, pieceId: string): Promise<boolean> => {
  const [, faites] = await tx.query<[unknown, number]>(
    `update piece set etat = 'EN_LIGNE', en_ligne_le = now() where id = $1 and etat = 'EN_PREPARATION'
       and not exists (select from fichier where piece_id = $1 and etat <> 'PRET')`,
    [pieceId],
  );
  return faites === 1;
};

/** EN_LIGNE → REMPLACEE for the pièce whose place this one takes, if it still has it. Gives its id. */
export const remplacerAncienne = async (tx: EntityManager, pieceId: string): Promise<string | null> => {
  const [[ancienne]] = await tx.query<[[{ id: string }?], number]>(
    `update piece set etat = 'REMPLACEE', remplacee_le = now(), remplacee_par = $1
     where id = (select remplace from piece where id = $1) and etat = 'EN_LIGNE' returning id`,
    [pieceId],
  );
  return ancienne?.id ?? null;
};

/**
 * A pièce of which one fichier is refused can never be complete: it is taken out, its other fichiers with it, so that
 * the same bytes may be deposited again. True for the one call that did it.
 */
export const retirerPiece = async (tx: EntityManager, pieceId: string, motif: Motif): Promise<boolean> => {
  const [, faites] = await tx.query<[unknown, number]>(
    `update piece set etat = 'RETIREE', retiree_le = now(), motif_retrait = $2 where id = $1 and etat = 'EN_PREPARATION'`,
    [pieceId, motif],
  );
  if (faites === 0) return false;
  await tx.query(
    `update fichier set etat = 'ABANDONNE', fin_le = now(), motif = 'piece.incomplete'
     where piece_id = $1 and etat in ('ATTENDU', 'RECU', 'SAIN', 'A_EXAMINER')`,
    [pieceId],
  );
  await tx.query('update fichier set retire_le = now() where piece_id = $1 and retire_le is null', [pieceId]);
  await tx.query(
    `update objet set etat = 'A_DETRUIRE', a_detruire_le = now() where etat = 'PRESENT' and genre <> 'REFUS'
       and fichier_id in (select id from fichier where piece_id = $1)`,
    [pieceId],
  );
  return true;
};

/** Whose pièce it is, who deposited it and when; the organisme is told in its own chain too. */
export const origineDeLaPiece = async (
  tx: EntityManager,
  pieceId: string,
): Promise<{ dossierId: string; organismeId: string | null; deposant: 'demandeur' | 'agent'; recueLe: string }> => {
  const [piece] = await tx.query<
    [{ dossierId: string; organismeId: string | null; deposant: 'demandeur' | 'agent'; recueLe: string }]
  >(
    `select dossier_id as "dossierId", organisme_id as "organismeId", deposant, recue_le::text as "recueLe"
     from piece where id = $1`,
    [pieceId],
  );
  return piece;
};

export const typeDeLaPiece = async (tx: EntityManager, pieceId: string): Promise<string> => {
  const [piece] = await tx.query<[{ type: string }]>('select type from piece where id = $1', [pieceId]);
  return piece.type;
};
