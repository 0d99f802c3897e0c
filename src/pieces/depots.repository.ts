import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { SujetConnecte } from '../acces/index.js';
import { crashPoint } from '../platform/faults/index.js';
import { Fichier } from './fichier.entity.js';
import { Objet } from './objet.entity.js';
import { Piece, PiecePersonne } from './piece.entity.js';
import type { FichierRecu } from './reception.service.js';

export interface NouvellePiece {
  id: string;
  dossierId: string;
  type: string;
  sensible: boolean;
  personnes: readonly string[];
  recueLe: string;
  remplace: string | null;
}

/** A fichier whose row exists and whose bytes are still on this machine. */
export interface FichierAttendu {
  id: string;
  cle: string;
  recu: FichierRecu;
}

/** The rows of a deposit, before any object: pièce EN_PREPARATION, fichiers and objects ATTENDU. */
export const inscrireDepot = async (
  tx: EntityManager,
  sujet: SujetConnecte,
  piece: NouvellePiece,
  recus: readonly FichierRecu[],
): Promise<FichierAttendu[]> => {
  const agent = sujet.type === 'agent' ? { agentId: sujet.id, organismeId: sujet.organismeId } : {};
  await tx.insert(Piece, {
    id: piece.id,
    dossierId: piece.dossierId,
    type: piece.type,
    sensible: piece.sensible,
    deposant: sujet.type,
    recueLe: piece.recueLe,
    remplace: piece.remplace,
    ...agent,
  });
  await tx.insert(
    PiecePersonne,
    piece.personnes.map((personneId) => ({ pieceId: piece.id, personneId })),
  );
  const attendus: FichierAttendu[] = [];
  for (const [rang, recu] of recus.entries()) {
    const id = randomUUID();
    const objetId = randomUUID();
    const cle = `recu/${objetId}`;
    const commun = { dossierId: piece.dossierId, octets: recu.octets, sha256: recu.sha256 };
    await tx.insert(Fichier, { id, pieceId: piece.id, rang: rang + 1, nom: recu.nom, format: recu.format, ...commun });
    await tx.insert(Objet, {
      id: objetId,
      fichierId: id,
      genre: 'RECU',
      seau: 'quarantaine',
      cle,
      ...commun,
      octets: String(recu.octets),
    });
    attendus.push({ id, cle, recu });
  }
  return attendus;
};

/** A deposit is acknowledged or taken back, by web or by the sweeper, one after the other. */
const verrouillerDepot = async (tx: EntityManager, pieceId: string): Promise<void> => {
  await tx.query('select from piece where id = $1 for update', [pieceId]);
};

/** ATTENDU → RECU for every fichier of the pièce, all or none. */
export const marquerRecus = async (tx: EntityManager, pieceId: string): Promise<number> => {
  await verrouillerDepot(tx, pieceId);
  await tx.query(
    `update objet set etat = 'PRESENT', present_le = now()
     where genre = 'RECU' and etat = 'ATTENDU' and fichier_id in (select id from fichier where piece_id = $1)`,
    [pieceId],
  );
  const [, recus] = await tx.query<[unknown, number]>(
    `update fichier set etat = 'RECU', recu_le = now() where piece_id = $1 and etat = 'ATTENDU'`,
    [pieceId],
  );
  return recus;
};

/**
 * Takes a deposit back: nothing of it stays visible, and what may have reached the bucket is due for destruction. One that
 * was acknowledged meanwhile is left alone.
 */
export const abandonnerDepot = async (tx: EntityManager, pieceId: string, motif: string): Promise<void> => {
  crashPoint('depot.abandon');
  await verrouillerDepot(tx, pieceId);
  await tx.query(
    `update objet set etat = 'A_DETRUIRE', a_detruire_le = now()
     where etat = 'ATTENDU' and fichier_id in (select id from fichier where piece_id = $1 and etat = 'ATTENDU')`,
    [pieceId],
  );
  const [, repris] = await tx.query<[unknown, number]>(
    `update fichier set etat = 'ABANDONNE', fin_le = now(), motif = $2 where piece_id = $1 and etat = 'ATTENDU'`,
    [pieceId, motif],
  );
  if (repris === 0) return;
  await tx.query(
    `update piece set etat = 'RETIREE', retiree_le = now(), motif_retrait = $2 where id = $1 and etat = 'EN_PREPARATION'`,
    [pieceId, motif],
  );
};

export interface FichierDejaLa {
  pieceId: string;
  /** Rank, from 1, of the deposited content that it holds. */
  rang: number;
  etat: string;
  /** Its own deposit never was acknowledged, and will not be any more. */
  interrompu: boolean;
  /** Every one of the contents is in that pièce: the deposit was made already, whole. */
  complet: boolean;
  /** The organisme of the sujet deposited it: it tells him nothing that he does not know. */
  notre: boolean;
}

/** The fichiers of the dossier, among those the sujet may see, that already hold one of these contents. */
export const fichiersDejaLa = (
  tx: EntityManager,
  dossierId: string,
  empreintes: readonly Buffer[],
  delaiS: number,
): Promise<FichierDejaLa[]> =>
  tx.query(
    `select piece_id as "pieceId", array_position($2::bytea[], sha256) as rang, etat,
       etat = 'ATTENDU' and attendu_le < now() - make_interval(secs => $3) as interrompu,
       (select array_agg(g.sha256) from fichier g where g.piece_id = fichier.piece_id) @> $2::bytea[] as complet,
       exists (select from piece p where p.id = fichier.piece_id and p.organisme_id = (select mon_organisme())) as notre
     from fichier
     where dossier_id = $1 and sha256 = any ($2::bytea[]) and retire_le is null
       and etat in ('ATTENDU', 'RECU', 'SAIN', 'PRET', 'A_EXAMINER')
     order by rang`,
    [dossierId, empreintes, delaiS],
  );

/** True when every fichier of the pièce was acknowledged, by whoever did it. */
export const depotAccuse = async (tx: EntityManager, pieceId: string): Promise<boolean> => {
  const [reste] = await tx.query<[{ accuse: boolean }]>(
    `select coalesce(bool_and(recu_le is not null), false) as accuse from fichier where piece_id = $1`,
    [pieceId],
  );
  return reste.accuse;
};
