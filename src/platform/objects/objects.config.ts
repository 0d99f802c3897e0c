import { z } from 'zod';
import { secret, section } from '../config/index.js';

export const objectsConfig = section('Objets (S3)', {
  S3_ENDPOINT: z.url().default('http://127.0.0.1:9000').describe('Adresse du service S3 (Ceph RGW, MinIO…)'),
  S3_REGION: z.string().default('us-east-1').describe('Région annoncée dans la signature des requêtes'),
  S3_BUCKET_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('dun-')
    .describe('Préfixe des trois compartiments `quarantaine`, `pieces` et `refus`'),
  S3_BUCKET_OWNER: z
    .string()
    .min(1)
    .default('dun-admin')
    .describe('Identifiant canonique du propriétaire des compartiments (Ceph : l’`uid` de l’utilisateur)'),
  S3_ACCESS_KEY: secret('demonstration').describe('Clé d’accès S3 de ce processus (une par processus : web, worker)'),
  S3_SECRET_KEY: secret('demonstration-s3').describe('Secret S3 de ce processus'),
  S3_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .positive()
    .default(20_000)
    .describe('Durée sans aucun octet échangé au bout de laquelle un appel à S3 est abandonné, en millisecondes'),
});
