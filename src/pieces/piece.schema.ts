import { z } from 'zod';

const motif = z
  .object({
    code: z.string().meta({ example: 'fichier.infecte' }),
    message: z.string().describe('Ce qui s’est passé et ce qu’il faut faire, en clair'),
  })
  .nullable();

export const fichierVu = z.object({
  id: z.uuid(),
  rang: z.number().int().describe('Ordre dans la pièce, à partir de 1 (recto, verso)'),
  nom: z.string().nullable().describe('Nom donné par le déposant ; absent pour les autres lecteurs'),
  format: z.string(),
  octets: z.number().int(),
  etat: z.enum(['ATTENDU', 'RECU', 'SAIN', 'PRET', 'INFECTE', 'REFUSE', 'ABANDONNE', 'A_EXAMINER']),
  motif,
  pages: z.number().int().nullable(),
});

export const pieceVue = z
  .object({
    id: z.uuid(),
    dossier: z.uuid(),
    type: z.string().meta({ example: 'IDENTITE_FR' }),
    libelle: z.string(),
    etat: z.enum(['EN_PREPARATION', 'EN_LIGNE', 'REMPLACEE', 'RETIREE']),
    motif,
    personnes: z.array(z.uuid()),
    deposant: z.enum(['demandeur', 'agent']),
    organisme: z.string().nullable().describe('Organisme qui a numérisé la pièce'),
    recueLe: z.iso.date().describe('Jour où le papier ou le fichier a été reçu'),
    deposeeLe: z.iso.datetime(),
    enLigneLe: z.iso.datetime().nullable(),
    remplaceePar: z.uuid().nullable().describe('Pièce qui a pris la place de celle-ci'),
    pages: z.number().int().describe('Pages consultables'),
    fichiers: z.array(fichierVu),
  })
  .meta({ id: 'Piece' });
export type PieceVue = z.infer<typeof pieceVue>;

/** The multipart form of a deposit, for the OpenAPI description. */
export const depotSchema = {
  type: 'object',
  required: ['fichiers', 'type'],
  properties: {
    fichiers: {
      type: 'array',
      items: { type: 'string', format: 'binary' },
      description: 'PDF, JPEG, PNG ou WebP, dans l’ordre',
    },
    type: { type: 'string', example: 'IDENTITE_FR', description: 'Code du catalogue (GET /referentiel/pieces)' },
    personnes: {
      type: 'array',
      items: { type: 'string', format: 'uuid' },
      description: 'Personnes concernées ; le demandeur à défaut',
    },
    remplace: { type: 'string', format: 'uuid', description: 'Pièce en ligne, de même type, que celle-ci remplacera' },
    recueLe: { type: 'string', format: 'date', description: 'Jour de réception du papier ; aujourd’hui à défaut' },
  },
} as const;
