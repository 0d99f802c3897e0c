import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { GenreObjet } from '../pieces/index.js';
import type { Bucket } from '../platform/objects/index.js';

/** An object that has its row and its key, and does not exist yet. */
export interface ObjetAEcrire {
  id: string;
  genre: GenreObjet;
  cle: string;
  page: number | null;
  chemin: string;
}

export interface ObjetVoulu {
  genre: GenreObjet;
  page?: number;
  chemin: string;
}

/** Rows first: an object without a row is then impossible. Keys are new at each attempt, nothing is ever overwritten. */
export const attendreObjets = async (
  tx: EntityManager,
  dossierId: string,
  fichierId: string | null,
  voulus: readonly ObjetVoulu[],
): Promise<ObjetAEcrire[]> => {
  const objets = voulus.map(({ genre, page = null, chemin }) => {
    const id = randomUUID();
    return { id, genre, page, chemin, cle: `${genre.toLowerCase()}/${id}` };
  });
  await tx.query(
    `insert into objet (id, dossier_id, fichier_id, genre, seau, page, cle)
     select id, $1, $2, genre, case when genre = 'REFUS' then 'refus' else 'pieces' end, page, cle
     from unnest($3::uuid[], $4::text[], $5::int[], $6::text[]) as o (id, genre, page, cle)`,
    [
      dossierId,
      fichierId,
      objets.map(({ id }) => id),
      objets.map(({ genre }) => genre),
      objets.map(({ page }) => page),
      objets.map(({ cle }) => cle),
    ],
  );
  return objets;
};

export interface ObjetEcrit {
  id: string;
  octets: number;
  sha256: string;
}

/**
 * ATTENDU → PRESENT, in the transaction of the arrow that makes them visible. An attempt so slow that the sweeper gave
 * its objects up makes nothing visible: its whole transaction fails.
 */
export const marquerPresents = async (tx: EntityManager, ecrits: readonly ObjetEcrit[]): Promise<void> => {
  const [, presents] = await tx.query<[unknown, number]>(
    `update objet set etat = 'PRESENT', present_le = now(), octets = e.octets, sha256 = decode(e.sha256, 'hex')
     from unnest($1::uuid[], $2::bigint[], $3::text[]) as e (id, octets, sha256)
     where objet.id = e.id and objet.etat = 'ATTENDU'`,
    [ecrits.map(({ id }) => id), ecrits.map(({ octets }) => octets), ecrits.map(({ sha256 }) => sha256)],
  );
  if (presents !== ecrits.length) throw new Error('objets écrits trop tard : le balayage y avait renoncé');
};

/** Objects of an attempt that came to nothing. One already destroyed may have been written since: it is due again. */
export const renoncerAuxObjets = async (tx: EntityManager, ids: readonly string[]): Promise<void> => {
  await tx.query(
    `update objet set etat = 'A_DETRUIRE', a_detruire_le = now(), detruit_le = null
     where id = any ($1) and etat in ('ATTENDU', 'DETRUIT')`,
    [ids],
  );
};

/** Nobody will look at these any more. */
export const vouerALaDestruction = async (tx: EntityManager, ids: readonly string[]): Promise<void> => {
  await tx.query(
    `update objet set etat = 'A_DETRUIRE', a_detruire_le = now() where id = any ($1) and etat in ('ATTENDU', 'PRESENT')`,
    [ids],
  );
};

export interface ObjetADetruire {
  id: string;
  seau: Bucket;
  cle: string;
}

/**
 * A batch of objects due for destruction: these ones, or the longest due. The writing of an object that was never
 * confirmed may still be on its way, behind a frozen gateway say: it is not destroyed before that has become impossible.
 */
export const objetsADetruire = (
  tx: EntityManager,
  ecritureS: number,
  ids?: readonly string[],
): Promise<ObjetADetruire[]> =>
  tx.query(
    `select id, seau, cle from objet where etat = 'A_DETRUIRE' and ($2::uuid[] is null or id = any ($2))
       and (present_le is not null or attendu_le < now() - make_interval(secs => $1))
     order by a_detruire_le limit 500`,
    [ecritureS, ids ?? null],
  );

export const marquerDetruits = async (tx: EntityManager, ids: readonly string[]): Promise<void> => {
  await tx.query(`update objet set etat = 'DETRUIT', detruit_le = now() where id = any ($1) and etat = 'A_DETRUIRE'`, [
    ids,
  ]);
};
