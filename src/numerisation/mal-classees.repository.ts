import type { EntityManager } from 'typeorm';
import type { Lecteur } from './mal-classee.rules.js';

/** A pièce of the agent's own organisme that is still in a dossier. */
export interface PieceDuGuichet {
  id: string;
  dossierId: string;
  type: string;
  deposeeLe: Date;
  organisme: string;
  numeroUnique: string | null;
}

export const pieceDuGuichet = async (
  tx: EntityManager,
  organismeId: string,
  id: string,
): Promise<PieceDuGuichet | null> => {
  const [piece] = await tx.query<[PieceDuGuichet?]>(
    `select p.id, p.dossier_id as "dossierId", p.type, p.deposee_le as "deposeeLe", o.nom as organisme,
       (select numero_unique from demande d where d.dossier_id = p.dossier_id and d.etat = 'ACTIVE'
        order by d.deposee_le desc limit 1) as "numeroUnique"
     from piece p join organisme o on o.id = p.organisme_id
     where p.id = $1 and p.organisme_id = $2 and p.etat <> 'RETIREE'`,
    [id, organismeId],
  );
  return piece ?? null;
};

export const lecteursDeLaPiece = (tx: EntityManager, id: string): Promise<Lecteur[]> =>
  tx.query(
    `select organisme_id as "organismeId", organisme, pseudonyme, lue_le as "lueLe", emportee from piece_lecteurs($1)`,
    [id],
  );

/** Out for everyone. False when it is not, or no longer, the agent's to take out. */
export const retirerDuDossier = async (tx: EntityManager, id: string): Promise<boolean> => {
  const [reponse] = await tx.query<[{ dossier: string | null }]>('select piece_retirer_mal_classee($1) as dossier', [
    id,
  ]);
  return reponse.dossier !== null;
};

/** What a desk deposited, and may deposit again: the dossier and what was said of the pièce. */
export const depotARefaire = async (
  tx: EntityManager,
  organismeId: string,
  id: string,
): Promise<{ dossierId: string } | null> => {
  const [piece] = await tx.query<[{ dossierId: string }?]>(
    'select dossier_id as "dossierId" from piece where id = $1 and organisme_id = $2',
    [id, organismeId],
  );
  return piece ?? null;
};
