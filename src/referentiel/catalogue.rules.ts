import { readFileSync } from 'node:fs';
import { z } from 'zod';

const typeDePiece = z.strictObject({
  code: z.string().regex(/^[A-Z0-9_]+$/),
  libelle: z.string(),
  groupe: z.string(),
  stages: z.array(z.enum(['ENREGISTREMENT', 'INSTRUCTION_OBLIGATOIRE', 'INSTRUCTION_COMPLEMENTAIRE'])),
  sensible: z.boolean(),
});

export type TypeDePiece = z.infer<typeof typeDePiece>;

const fichier = new URL('./catalogue/2023-05-02.json', import.meta.url);

/** The limitative list of pièces (CCH R441-2-4-1), in the order in which a file presents them. A bad file refuses to start. */
export const catalogue: readonly TypeDePiece[] = z
  .strictObject({ texte: z.string(), dateEffet: z.iso.date(), pieces: z.array(typeDePiece).min(1) })
  .parse(JSON.parse(readFileSync(fichier, 'utf8'))).pieces;

const parCode = new Map(catalogue.map((type) => [type.code, type]));
const rangs = new Map(catalogue.map((type, rang) => [type.code, rang]));

/** Null when the law does not list it: nobody may ask for it. */
export const typeDePieceDe = (code: string): TypeDePiece | null => parCode.get(code) ?? null;

export const libelleDe = (code: string): string => parCode.get(code)?.libelle ?? code;

export const ordreDuDossier = (a: string, b: string): number => (rangs.get(a) ?? 999) - (rangs.get(b) ?? 999);
