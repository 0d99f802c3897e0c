import type { EntityManager } from 'typeorm';
import { Demande } from './demande.entity.js';
import { Personne } from './personne.entity.js';

/** Dossiers the sujet may find by this number (or all of his own, without one): ids and state, no name. */
export const dossiersPourRecherche = (
  tx: EntityManager,
  numeroUnique: string | undefined,
): Promise<{ id: string; numeroUnique: string; etat: Demande['etat'] }[]> =>
  tx.query(
    `select dossier_id as id, numero_unique as "numeroUnique", etat from demande
     where ($1::text is null or numero_unique = $1)
       and ($1::text is not null or dossier_id = any ((select mes_dossiers())::uuid[]))
     order by deposee_le desc limit 20`,
    [numeroUnique ?? null],
  );

/** The dossier of the person who acts; null for whoever has none. */
export const monDossier = async (tx: EntityManager): Promise<string | null> => {
  const [mien] = await tx.query<[{ id: string | null }]>('select (mes_dossiers())[1] as id');
  return mien.id;
};

export const demandesDuDossier = (tx: EntityManager, dossierId: string): Promise<Demande[]> =>
  tx.find(Demande, { where: { dossierId }, order: { deposeeLe: 'DESC' } });

export const personnesDuDossier = (tx: EntityManager, dossierId: string): Promise<Personne[]> =>
  tx.find(Personne, { where: { dossierId }, order: { naissance: 'ASC' } });
