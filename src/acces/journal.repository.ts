import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** The hashed text of an entry, as it is read back. */
const contenu = z.looseObject({
  acte: z.string(),
  sujet: z.string(),
  le: z.iso.datetime(),
  rang: z.number(),
  agent: z.string().optional(),
  roles: z.array(z.string()).optional(),
  organisme: z.uuid().optional(),
  finalite: z.string().optional(),
  deposant: z.enum(['demandeur', 'agent']).optional(),
  dossier: z.uuid().optional(),
  piece: z.uuid().optional(),
  pieces: z.array(z.uuid()).optional(),
  organismesLecteurs: z.array(z.uuid()).optional(),
});
export type ContenuJournal = z.infer<typeof contenu>;

export interface EntreeJournal {
  contenu: ContenuJournal;
  empreinte: Buffer;
}

/** Entries of one page; the next one begins before the last of these. */
const PAR_PAGE = 200;

/** The chain of one dossier, the newest entry first, for the person it is about. */
export const journalPourTitulaire = async (
  tx: EntityManager,
  dossierId: string,
  avant: number | undefined,
): Promise<EntreeJournal[]> => {
  const rows = await tx.query<{ contenu: string; empreinte: Buffer }[]>(
    `select contenu, empreinte from journal where chaine = $1 and ($2::bigint is null or rang < $2)
     order by rang desc limit ${PAR_PAGE}`,
    [`dossier:${dossierId}`, avant ?? null],
  );
  return rows.map((row) => ({ contenu: contenu.parse(JSON.parse(row.contenu)), empreinte: row.empreinte }));
};
