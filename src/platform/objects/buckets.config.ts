import { z } from 'zod';
import { section } from '../config/index.js';

/** Read by the operation command only, whose S3_ACCESS_KEY is the one of the owner of the buckets. */
export const bucketsConfig = section('Compartiments S3 (commande de préparation)', {
  S3_PRINCIPAL_WEB: z
    .string()
    .regex(/^arn:aws:iam::[^:]*:user\/.+$/)
    .default('arn:aws:iam:::user/dun-web')
    .describe('Utilisateur S3 du processus web, tel que les politiques le nomment'),
  S3_PRINCIPAL_WORKER: z
    .string()
    .regex(/^arn:aws:iam::[^:]*:user\/.+$/)
    .default('arn:aws:iam:::user/dun-worker')
    .describe('Utilisateur S3 du processus worker, tel que les politiques le nomment'),
  S3_REFUS_DAYS: z.coerce
    .number()
    .int()
    .positive()
    .default(8)
    .describe('Jours au bout desquels S3 efface de lui-même un fichier infecté, par précaution : plus que REFUS_JOURS'),
});
