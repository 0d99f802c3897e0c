import { z } from 'zod';
import { processConfig, section } from '../../platform/config/index.js';

export const antivirusConfig = section('Antivirus', {
  CLAMD_URL: z
    .string()
    .regex(/^(tcp:\/\/[^/:]+:\d+|unix:\/.+)$/, 'attendu : tcp://hôte:port ou unix:/chemin')
    .default('tcp://127.0.0.1:3310')
    .describe('Service clamd : `tcp://hôte:port` (même réseau seulement, sans authentification) ou `unix:/chemin`'),
  ANTIVIRUS_DELAI_MS: z.coerce
    .number()
    .int()
    .min(100)
    .default(60_000)
    .describe('Temps accordé à un examen, de la connexion au verdict'),
  ANTIVIRUS_AGE_JOURS: z.coerce
    .number()
    .int()
    .min(1)
    .default(14)
    .describe('Âge de la base de signatures au-delà duquel le service n’est plus prêt (production)'),
});

export const ANTIVIRUS_CONFIG = Symbol('ANTIVIRUS_CONFIG');

export type AntivirusConfig = ReturnType<typeof antivirusConfig.read> &
  Pick<ReturnType<typeof processConfig.read>, 'MODE'>;

export const readAntivirusConfig = (): AntivirusConfig => ({
  ...antivirusConfig.read(),
  MODE: processConfig.read().MODE,
});
