import type { EntityManager } from 'typeorm';
import { Message } from './message.entity.js';

/** The newest first. */
export const messagesDuDossier = (tx: EntityManager, dossierId: string): Promise<Message[]> =>
  tx.find(Message, { where: { dossierId }, order: { deposeLe: 'DESC' }, take: 200 });

/** One message, read from now on; null when it is not for the sujet. */
export const ouvrirMessage = async (tx: EntityManager, id: string): Promise<Message | null> => {
  await tx.query('update message set lu_le = now() where id = $1 and lu_le is null', [id]);
  return tx.findOneBy(Message, { id });
};

export const nombreDeNonLus = async (tx: EntityManager, dossierId: string): Promise<number> => {
  const [compte] = await tx.query<[{ nombre: number }]>(
    'select count(*)::int as nombre from message where dossier_id = $1 and lu_le is null',
    [dossierId],
  );
  return compte.nombre;
};
