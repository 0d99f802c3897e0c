import { z } from 'zod';
import { FINALITES } from '../acces/index.js';
import { pieceVue } from '../pieces/index.js';
import { MENTION_ACCES_RESTREINT, numeroUnique } from '../referentiel/index.js';

export const dossierTrouve = z
  .object({ id: z.uuid(), numeroUnique: z.string(), etat: z.enum(['ACTIVE', 'RADIEE']) })
  .meta({ id: 'DossierTrouve' });
export type DossierTrouve = z.infer<typeof dossierTrouve>;

export const dossierVu = z
  .object({
    id: z.uuid(),
    demandes: z.array(
      z.object({
        numeroUnique: z.string(),
        etat: z.enum(['ACTIVE', 'RADIEE']),
        deposeeLe: z.iso.date(),
        communes: z.array(z.string()).describe('Codes INSEE, la plus souhaitée d’abord'),
      }),
    ),
    personnes: z.array(
      z.object({
        id: z.uuid(),
        role: z.enum(['demandeur', 'conjoint', 'codemandeur', 'personne_a_charge']),
        prenom: z.string(),
        nom: z.string(),
        naissance: z.iso.date(),
      }),
    ),
    pieces: z.array(pieceVue),
    mention: z.literal(MENTION_ACCES_RESTREINT),
  })
  .meta({ id: 'Dossier' });
export type DossierVu = z.infer<typeof dossierVu>;

export const pageDuJournal = z.object({ avant: z.coerce.number().int().positive().optional() });

export const recherche = z.strictObject({ numeroUnique: numeroUnique.optional() });

export const ouvertureConsultation = z
  .strictObject({
    numeroUnique,
    nom: z.string().trim().min(1, 'Indiquez le nom de naissance du demandeur').max(100),
    finalite: z.enum(FINALITES, 'Choisissez une finalité de la liste'),
  })
  .meta({ id: 'OuvertureConsultation' });
export type OuvertureConsultation = z.infer<typeof ouvertureConsultation>;

export const consultationOuverte = z
  .object({ id: z.uuid(), finalite: z.enum(FINALITES), expireLe: z.iso.datetime(), dossier: dossierVu })
  .meta({ id: 'Consultation' });
export type ConsultationOuverte = z.infer<typeof consultationOuverte>;

export const entreeDuJournal = z
  .object({
    rang: z.number().int(),
    le: z.iso.datetime(),
    acte: z.string(),
    phrase: z.string().describe('Ce qui s’est passé, en clair'),
    organisme: z.string().nullable(),
    agent: z.string().nullable().describe('Pseudonyme stable de l’agent'),
    roles: z.array(z.string()).describe('Ce que l’agent était habilité à faire'),
    finalite: z.string().nullable(),
    pieces: z.array(z.object({ id: z.uuid(), libelle: z.string() })),
    empreinte: z.string().describe('Empreinte de l’entrée dans la chaîne (hexadécimal)'),
  })
  .meta({ id: 'EntreeJournal' });
export type EntreeDuJournal = z.infer<typeof entreeDuJournal>;
