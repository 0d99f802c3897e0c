import type { EntityManager } from 'typeorm';
import type { Comptes } from './comptes.rules.js';

/** A deposit as a desk follows it: what and where it stands, and no name. */
export interface DepotDuJour {
  id: string;
  type: string;
  etat: 'EN_PREPARATION' | 'EN_LIGNE' | 'REMPLACEE' | 'RETIREE';
  motif: string | null;
  deposeeLe: Date;
  parMoi: boolean;
  numeroUnique: string | null;
  /** Parked for an operator: nothing that the desk can do. */
  aExaminer: boolean;
  /** Refused, and deposited again since. */
  refaite: boolean;
}

const DU_JOUR = `p.organisme_id = $1
  and p.deposee_le >= date_trunc('day', now() at time zone 'Europe/Paris') at time zone 'Europe/Paris'`;
const REFAITE = `exists (select from piece q where q.dossier_id = p.dossier_id and q.type = p.type
  and q.deposee_le > p.deposee_le and q.motif_retrait is distinct from 'piece.mal_classee'
  and q.motif_retrait is distinct from 'piece.retiree')`;
const REFUSEE = `p.etat = 'RETIREE' and p.motif_retrait not in ('piece.mal_classee', 'piece.retiree')`;
const A_REPRENDRE = `${REFUSEE} and not ${REFAITE}`;

const DEPOTS = `
  select p.id, p.type, p.etat, p.motif_retrait as motif, p.deposee_le as "deposeeLe",
    p.agent_id = (select mon_agent()) as "parMoi",
    (select numero_unique from demande d where d.dossier_id = p.dossier_id and d.etat = 'ACTIVE'
     order by d.deposee_le desc limit 1) as "numeroUnique",
    exists (select from fichier f where f.piece_id = p.id and f.etat = 'A_EXAMINER') as "aExaminer",
    ${REFUSEE} and ${REFAITE} as refaite
  from piece p where ${DU_JOUR}`;

/** Refused today and not done again yet, the newest first. */
export const depotsAReprendre = (tx: EntityManager, organismeId: string): Promise<DepotDuJour[]> =>
  tx.query(`${DEPOTS} and ${A_REPRENDRE} order by p.deposee_le desc, p.id desc limit 100`, [organismeId]);

/** The others, the newest first, after the one named `apres`. */
export const depotsSuivis = (
  tx: EntityManager,
  organismeId: string,
  apres: string | null,
  limite: number,
): Promise<DepotDuJour[]> =>
  tx.query(
    `${DEPOTS} and not (${A_REPRENDRE})
       and ($2::uuid is null or (p.deposee_le, p.id) < (select deposee_le, id from piece where id = $2))
     order by p.deposee_le desc, p.id desc limit $3`,
    [organismeId, apres, limite],
  );

export const comptesDuJour = async (tx: EntityManager, organismeId: string): Promise<Comptes> => {
  const [comptes] = await tx.query<[Comptes]>(
    `select count(*) filter (where p.etat = 'EN_LIGNE')::int as "enLigne",
       count(*) filter (where p.etat = 'EN_PREPARATION')::int as "enCours",
       count(*) filter (where ${A_REPRENDRE})::int as "aReprendre",
       count(*) filter (where p.etat = 'REMPLACEE' or (p.etat = 'RETIREE' and not (${A_REPRENDRE})))::int as sorties
     from piece p where ${DU_JOUR}`,
    [organismeId],
  );
  return comptes;
};
