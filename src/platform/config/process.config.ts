import { z } from 'zod';
import { section } from './section.js';

/** What every process needs to know of the place it runs in. */
export const processConfig = section('Processus', {
  MODE: z
    .enum(['demonstration', 'production'])
    .default('production')
    .describe('`demonstration` : fournisseur d’identité et secrets de démonstration acceptés, bandeau affiché'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('Niveau des journaux techniques (jamais de donnée personnelle)'),
  SCRATCH_DIR: z
    .string()
    .default('/tmp')
    .describe('Dossier de travail des fichiers en cours de réception ou d’analyse ; vidé au fil de l’eau'),
});
