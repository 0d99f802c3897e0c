import type { EntityManager } from 'typeorm';
import type { GenreObjet } from '../pieces/index.js';

/** One worker at a time chooses what is due, whatever the number of workers; the lock ends with the transaction. */
export const seulABalayer = async (tx: EntityManager): Promise<boolean> => {
  const [verrou] = await tx.query<[{ pris: boolean }]>(
    `select pg_try_advisory_xact_lock(hashtext('balayage')) as pris`,
  );
  return verrou.pris;
};

/** Fichiers due and not being worked on; the sweeper will not see them again for half a minute. */
export const fichiersEnRetard = async (tx: EntityManager): Promise<{ id: string }[]> => {
  const [enRetard] = await tx.query<[{ id: string }[], number]>(
    `update fichier set reprise_le = now() + interval '30 seconds' where id in (
       select id from fichier where etat in ('RECU', 'SAIN') and reprise_le <= now() order by reprise_le limit 500)
     returning id`,
  );
  return enRetard;
};

export interface DepotEnSuspens {
  pieceId: string;
  objets: { cle: string; octets: string }[];
  ancien: boolean;
}

/**
 * Deposits whose receipt was never acknowledged: their process died between the rows and the answer. Those looked at come
 * back after the same delay, so that a hundred that will never be complete do not hide one that is.
 */
export const depotsEnSuspens = (tx: EntityManager, delaiS: number, abandonS: number): Promise<DepotEnSuspens[]> =>
  tx.query(
    `with vus as (
       update fichier set reprise_le = now() + make_interval(secs => $1) where id in (
         select id from fichier where etat = 'ATTENDU' and reprise_le <= now() and attendu_le < now() - make_interval(secs => $1)
         order by reprise_le limit 200)
       returning piece_id)
     select f.piece_id as "pieceId", bool_or(f.attendu_le < now() - make_interval(secs => $2)) as ancien,
       json_agg(json_build_object('cle', o.cle, 'octets', f.octets::text)) as objets
     from fichier f join objet o on o.fichier_id = f.id and o.genre = 'RECU'
     where f.piece_id in (select piece_id from vus) and f.etat = 'ATTENDU'
     group by f.piece_id`,
    [delaiS, abandonS],
  );

const PAR_LOT = 1_000;

/** Objects announced and never confirmed: the attempt that was to write them is dead. */
export const vouerLesAttendus = async (tx: EntityManager, ageS: number): Promise<void> => {
  await tx.query(
    `update objet set etat = 'A_DETRUIRE', a_detruire_le = now() where id in (
       select id from objet where etat = 'ATTENDU' and genre <> 'RECU' and attendu_le < now() - make_interval(secs => $1)
       order by attendu_le limit ${PAR_LOT})`,
    [ageS],
  );
};

/** What is kept for a time only, and has been. */
export const vouerLesAnciens = async (tx: EntityManager, genre: GenreObjet, ageS: number): Promise<void> => {
  await tx.query(
    `update objet set etat = 'A_DETRUIRE', a_detruire_le = now() where id in (
       select id from objet where etat = 'PRESENT' and genre = $1 and present_le < now() - make_interval(secs => $2)
       order by present_le limit ${PAR_LOT})`,
    [genre, ageS],
  );
};
