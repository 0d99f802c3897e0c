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

/** ATTENDU → PRESENT, in the transaction of the arrow that makes them visible. @throws if one was given up meanwhile. */
export const marquerPresents = async (tx: EntityManager, ecrits: readonly ObjetEcrit[]): Promise<void> => {
  const [, presents] = await tx.query<[unknown, number]>(
    `update objet set etat = 'PRESENT', present_le = now(), octets = e.octets, sha256 = decode(e.sha256, 'hex')
     from unnest($1::uuid[], $2::bigint[], $3::text[]) as e (id, octets, sha256) where objet.id = e.id and etat = 'ATTENDU'`,
    [ecrits.map(({ id }) => id), ecrits.map(({ octets }) => octets), ecrits.map(({ sha256 }) => sha256)],
  );
  if (presents !== ecrits.length)
    throw new Error('des objets de cette tentative ont été voués à la destruction entre-temps');
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

/** A batch of objects due for destruction: these ones, or the longest due. */
export const objetsADetruire = (tx: EntityManager, ids?: readonly string[]): Promise<ObjetADetruire[]> =>
  tx.query(
    `select id, seau, cle from objet where etat = 'A_DETRUIRE' and ($1::uuid[] is null or id = any ($1))
     order by a_detruire_le limit 500`,
    [ids ?? null],
  );

export const marquerDetruits = async (tx: EntityManager, ids: readonly string[]): Promise<void> => {
  await tx.query(`update objet set etat = 'DETRUIT', detruit_le = now() where id = any ($1) and etat = 'A_DETRUIRE'`, [
    ids,
  ]);
};
