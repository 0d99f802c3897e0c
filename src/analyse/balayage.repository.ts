import type { EntityManager } from 'typeorm';

/** One sweeper at a time, whatever the number of workers; the lock ends with the transaction. */
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

/** Deposits whose receipt was never acknowledged: their process died between the rows and the answer. */
export const depotsEnSuspens = (tx: EntityManager, delaiS: number, abandonS: number): Promise<DepotEnSuspens[]> =>
  tx.query(
    `select f.piece_id as "pieceId", bool_or(f.attendu_le < now() - make_interval(secs => $2)) as ancien,
       json_agg(json_build_object('cle', o.cle, 'octets', f.octets::text)) as objets
     from fichier f join objet o on o.fichier_id = f.id and o.genre = 'RECU'
     where f.etat = 'ATTENDU' and f.attendu_le < now() - make_interval(secs => $1)
     group by f.piece_id limit 100`,
    [delaiS, abandonS],
  );

/** What only age makes due for destruction. */
export const vouerLesAnciens = async (
  tx: EntityManager,
  ages: { attendusS: number; originauxJours: number; refusJours: number; restitutionMinutes: number },
): Promise<void> => {
  await tx.query(
    `update objet set etat = 'A_DETRUIRE', a_detruire_le = now() where
       (etat = 'ATTENDU' and genre <> 'RECU' and attendu_le < now() - make_interval(secs => $1))
       or (etat = 'PRESENT' and genre = 'ORIGINAL' and present_le < now() - make_interval(days => $2))
       or (etat = 'PRESENT' and genre = 'REFUS' and present_le < now() - make_interval(days => $3))
       or (etat = 'PRESENT' and genre = 'RESTITUTION' and present_le < now() - make_interval(mins => $4))`,
    [ages.attendusS, ages.originauxJours, ages.refusJours, ages.restitutionMinutes],
  );
};
