import { z } from 'zod';
import { processConfig, section } from '../../platform/config/index.js';

const octets = z.coerce.number().int().positive();
const MiB = 1024 ** 2;

export const renduConfig = section('Rendu', {
  RENDEURS: z.coerce.number().int().min(1).default(2).describe('Nombre de rendeurs (processus isolés) en parallèle'),
  RENDU_DELAI_MS: z.coerce.number().int().min(100).default(60_000).describe('Temps accordé au rendu d’un fichier'),
  RENDU_DOCUMENTS: z.coerce
    .number()
    .int()
    .min(1)
    .default(50)
    .describe('Documents ouverts par un rendeur avant d’être remplacé'),
  RENDU_MEMOIRE_OCTETS: octets.default(1024 * MiB).describe('Mémoire résidente d’un rendeur et de ses outils'),
  RENDU_ADRESSES_OCTETS: octets.default(4096 * MiB).describe('Espace d’adressage d’un rendeur (`prlimit --as`)'),
  RENDU_DONNEES_OCTETS: octets.default(2048 * MiB).describe('Données d’un rendeur (`prlimit --data`)'),
  RENDU_FICHIER_OCTETS: octets.default(512 * MiB).describe('Taille du plus grand fichier qu’un rendeur peut écrire'),
  RENDU_DOSSIER_OCTETS: octets.default(4096 * MiB).describe('Taille du plus grand PDF de dossier assemblé'),
  RENDU_PAGES: z.coerce.number().int().positive().default(300).describe('Pages acceptées dans un PDF'),
  RENDU_PIXELS: z.coerce.number().int().positive().default(100_000_000).describe('Pixels acceptés dans une image'),
});

export const RENDEURS_CONFIG = Symbol('RENDEURS_CONFIG');

export type RendeursConfig = ReturnType<typeof renduConfig.read> & Pick<ReturnType<typeof processConfig.read>, 'MODE'>;

export const readRendeursConfig = (): RendeursConfig => ({ ...renduConfig.read(), MODE: processConfig.read().MODE });
