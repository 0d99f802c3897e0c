import type { EntityManager } from 'typeorm';

/** What a worker needs to make one PDF. */
export interface RestitutionAFaire {
  id: string;
  dossierId: string;
  referenceJournal: string;
  demandeeLe: Date;
  finalite: string;
  organisme: string;
  pseudonyme: string;
  prenom: string;
  nom: string;
  numeroUnique: string;
  tentatives: number;
}

/** Takes the job: counts the attempt, and keeps the sweeper away while it lasts. Null when it is done or given up. */
export const prendreRestitution = async (tx: EntityManager, id: string): Promise<RestitutionAFaire | null> => {
  const [[prise]] = await tx.query<[[RestitutionAFaire?], number]>(
    `update restitution r set tentatives = tentatives + 1, reprise_le = now() + interval '60 seconds'
     from consultation c, agent a, organisme o, personne p, demande n
     where r.id = $1 and r.etat = 'ATTENDUE' and c.id = r.consultation_id and a.id = r.agent_id and o.id = a.organisme_id
       and p.dossier_id = r.dossier_id and p.role = 'demandeur'
       and n.id = (select id from demande where dossier_id = r.dossier_id and etat = 'ACTIVE' order by deposee_le desc limit 1)
     returning r.id, r.dossier_id as "dossierId", r.reference_journal as "referenceJournal", r.demandee_le as "demandeeLe",
       c.finalite, o.nom as organisme, a.pseudonyme, p.prenom, p.nom, n.numero_unique as "numeroUnique", r.tentatives`,
    [id],
  );
  return prise ?? null;
};

export interface PieceARestituer {
  id: string;
  type: string;
  deposeeLe: Date;
  personnes: string[];
  pages: number;
  cles: string[];
}

/** The pièces asked for that are still online, with the keys of their clean PDFs in order. */
export const piecesARestituer = (tx: EntityManager, restitutionId: string): Promise<PieceARestituer[]> =>
  tx.query(
    `select p.id, p.type, p.deposee_le as "deposeeLe",
       array(select q.prenom || ' ' || q.nom from piece_personne pp join personne q on q.id = pp.personne_id
             where pp.piece_id = p.id order by q.naissance) as personnes,
       sum(f.pages)::int as pages, array_agg(o.cle order by f.rang) as cles
     from restitution r join piece p on p.id = any (r.pieces) and p.dossier_id = r.dossier_id and p.etat = 'EN_LIGNE'
       join fichier f on f.piece_id = p.id and f.etat = 'PRET'
       join objet o on o.fichier_id = f.id and o.genre = 'PDF' and o.etat = 'PRESENT'
     where r.id = $1 group by p.id, r.pieces order by array_position(r.pieces, p.id)`,
    [restitutionId],
  );

/** ATTENDUE → PRETE. False when another attempt was first: the caller gives its own object up. */
export const marquerPrete = async (tx: EntityManager, id: string, objetId: string, pages: number): Promise<boolean> => {
  const [, faites] = await tx.query<[unknown, number]>(
    `update restitution set etat = 'PRETE', prete_le = now(), objet_id = $2, pages = $3 where id = $1 and etat = 'ATTENDUE'`,
    [id, objetId, pages],
  );
  return faites === 1;
};

export const marquerEchouee = async (tx: EntityManager, id: string): Promise<void> => {
  await tx.query(`update restitution set etat = 'ECHOUEE', fin_le = now() where id = $1 and etat = 'ATTENDUE'`, [id]);
};

/** Restitutions due and not being made, for the sweeper; it will not see them again for half a minute. */
export const restitutionsEnRetard = async (tx: EntityManager): Promise<{ id: string }[]> => {
  const [enRetard] = await tx.query<[{ id: string }[], number]>(
    `update restitution set reprise_le = now() + interval '30 seconds'
     where id in (select id from restitution where etat = 'ATTENDUE' and reprise_le <= now() order by reprise_le limit 100)
     returning id`,
  );
  return enRetard;
};

/** The PDF of a restitution that is ready, for its own reader. */
export const objetDeRestitution = async (
  tx: EntityManager,
  id: string,
): Promise<{ cle: string; octets: string } | null> => {
  const [objet] = await tx.query<[{ cle: string; octets: string }?]>(
    `select o.cle, o.octets from restitution r join objet o on o.id = r.objet_id and o.etat = 'PRESENT' where r.id = $1`,
    [id],
  );
  return objet ?? null;
};

/**
 * A file of the same pièces that is being made for this consultation: asked twice, it is made once. The lock keeps a second
 * request out until the first has written its own.
 */
export const restitutionAttendue = async (
  tx: EntityManager,
  consultationId: string,
  pieces: readonly string[],
): Promise<string | null> => {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`restitution:${consultationId}`]);
  const [attendue] = await tx.query<[{ id: string }?]>(
    `select id from restitution where consultation_id = $1 and etat = 'ATTENDUE' and pieces = $2::uuid[]`,
    [consultationId, pieces],
  );
  return attendue?.id ?? null;
};
