import { z } from 'zod';
import { section } from '../config/index.js';

export const httpConfig = section('Web', {
  HOST: z.string().default('127.0.0.1').describe('Adresse d’écoute'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080).describe('Port d’écoute ; 0 en prend un libre'),
  TRUST_PROXY: z.coerce
    .number()
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe('Nombre de relais de confiance devant le service, pour lire l’adresse du client'),
});
