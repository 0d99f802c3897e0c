import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** The hashed text of an entry, as it is read back. */
const contenu = z.looseObject({
  acte: z.string(),
  sujet: z.string(),
  le: z.iso.datetime(),
  rang: z.number(),
  agent: z.string().optional(),
  organisme: z.uuid().optional(),
  roles: z.array(z.string()).optional(),
  finalite: z.string().optional(),
  piece: z.uuid().optional(),
  pieces: z.array(z.uuid()).optional(),
  organismesLecteurs: z.array(z.uuid()).optional(),
});
export type ContenuJournal = z.infer<typeof contenu>;

export interface EntreeJournal {
  contenu: ContenuJournal;
  empreinte: Buffer;
}

/** The chain of one dossier, the newest entry first, for the person it is about. */
export const journalPourTitulaire = async (tx: EntityManager, dossierId: string): Promise<EntreeJournal[]> => {
  const rows = await tx.query<{ contenu: string; empreinte: Buffer }[]>(
    'select contenu, empreinte from journal where chaine = $1 order by rang desc limit 1000',
    [`dossier:${dossierId}`],
  );
  return rows.map((row) => ({ contenu: contenu.parse(JSON.parse(row.contenu)), empreinte: row.empreinte }));
};
