import { z } from 'zod';
import { secret, section } from '../config/index.js';

export const sessionConfig = section('Sessions', {
  SESSION_SECRET: secret('demonstration-demonstration-demonstration')
    .refine((value) => value.length >= 32, '32 caractères au moins')
    .describe('Signe le témoin (cookie) de session ; le changer ferme toutes les sessions'),
  SESSION_INACTIVITE_MIN: z.coerce
    .number()
    .int()
    .min(1)
    .default(30)
    .describe('Minutes sans activité après lesquelles une session se ferme (ASVS 7.3.1)'),
  PUBLIC_URL: z
    .url()
    .default('http://127.0.0.1:8080')
    .describe(
      'Adresse publique du service, sans barre finale ; en `https` les témoins sont réservés aux connexions chiffrées',
    ),
});
