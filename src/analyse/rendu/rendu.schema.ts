import { z } from 'zod';
import { FORMATS, MOTIFS_REFUS } from '../../referentiel/index.js';

/** What the worker and a renderer say to each other. Paths are absolute and lie in the work folder of one job. */
const limites = z.object({ pages: z.int().positive(), pixels: z.int().positive() });
export type Limites = z.infer<typeof limites>;

/** Opens hostile bytes, makes one clean PDF and its pictures. */
export const demandeNormaliser = z.object({
  acte: z.literal('normaliser'),
  source: z.string(),
  format: z.enum(FORMATS),
  dossier: z.string(),
  limites,
});

/** Takes off a protection that asks no password, so that the antivirus can look inside. */
export const demandeDechiffrer = z.object({ acte: z.literal('dechiffrer'), source: z.string(), dossier: z.string() });

const couverture = z.object({
  titre: z.string(),
  lecteur: z.string(),
  organisme: z.string(),
  finalite: z.string(),
  /** Printed as given, as every date of this page. */
  dateHeure: z.string(),
  referenceJournal: z.string(),
  demandeur: z.string(),
  numeroUnique: z.string(),
  pieces: z.array(
    z.object({ libelle: z.string(), personnes: z.array(z.string()), deposeeLe: z.string(), pages: z.int() }),
  ),
});
export type Couverture = z.infer<typeof couverture>;

/** Makes the one PDF that a reader takes away. */
export const demandeAssembler = z.object({
  acte: z.literal('assembler'),
  sortie: z.string(),
  dossier: z.string(),
  couverture,
  /** `pages`: those of all its PDFs together. */
  pieces: z.array(z.object({ titre: z.string(), pages: z.int().positive(), pdfs: z.array(z.string()) })),
  filigrane: z.string(),
});

/** Start-up question: what can this process reach? */
export const demandeSonder = z.object({ acte: z.literal('sonder'), port: z.int() });

export const demande = z.discriminatedUnion('acte', [
  demandeNormaliser,
  demandeDechiffrer,
  demandeAssembler,
  demandeSonder,
]);
export type Demande = z.infer<typeof demande>;
export type DemandeNormaliser = z.infer<typeof demandeNormaliser>;
export type DemandeDechiffrer = z.infer<typeof demandeDechiffrer>;
export type DemandeAssembler = z.infer<typeof demandeAssembler>;

const refuse = z.object({ issue: z.literal('REFUSE'), motif: z.enum(MOTIFS_REFUS) });
export type Refuse = z.infer<typeof refuse>;

const normalise = z.object({
  issue: z.literal('PRET'),
  pdf: z.string(),
  pages: z.int().positive(),
  /** One picture with every page in a cell of `cellule` × `cellule` pixels, `colonnes` a row. */
  vignettes: z.string(),
  colonnes: z.int().positive(),
  cellule: z.int().positive(),
  apercus: z.array(z.string()).min(1),
  largeurs: z.array(z.int()),
  hauteurs: z.array(z.int()),
});

export const reponseNormaliser = z.discriminatedUnion('issue', [normalise, refuse]);
export const reponseDechiffrer = z.discriminatedUnion('issue', [
  z.object({ issue: z.literal('PRET'), pdf: z.string() }),
  refuse,
]);
export const reponseAssembler = z.discriminatedUnion('issue', [
  z.object({ issue: z.literal('PRET'), pdf: z.string(), pages: z.int().positive() }),
  refuse,
]);
export const reponseSonder = z.object({
  issue: z.literal('PRET'),
  interfaces: z.array(z.string()),
  connexion: z.boolean(),
  /** It can read the environment of its parent, where the passwords and the KEK are. */
  secrets: z.boolean(),
});
export type ReponseNormaliser = z.infer<typeof reponseNormaliser>;
export type Normalise = z.infer<typeof normalise>;
export type ReponseDechiffrer = z.infer<typeof reponseDechiffrer>;
export type ReponseAssembler = z.infer<typeof reponseAssembler>;
export type ReponseSonder = z.infer<typeof reponseSonder>;

/** A renderer that caught an error of its own says so in `panne`; it is a crash for the pool, never a refusal. */
export const trame = z.union([
  z.object({ reponse: z.unknown() }),
  z.object({ panne: z.string(), disquePlein: z.boolean().default(false) }),
]);
