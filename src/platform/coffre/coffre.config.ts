import { z } from 'zod';
import { secret, section } from '../config/index.js';

const KEK_BYTES = 32;

/** 32 readable bytes, which is what makes the demonstration key recognisable as one. */
const DEMONSTRATION_KEK = 'demonstrationdemonstrationdemonstrationAAAA=';

const base64Of32Bytes = (value: string) => {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === KEK_BYTES && bytes.toString('base64') === value;
};

export const coffreConfig = section('Coffre des clés', {
  COFFRE_URL: secret('postgres://dun_coffre_web:demonstration@127.0.0.1:5432/dun_coffre').describe(
    'Base PostgreSQL des clés de dossier, hors de la sauvegarde ordinaire (ses propres copies vivent 30 jours au plus). Le web s’y connecte comme `dun_coffre_web`, qui ne fait que lire, le worker comme `dun_coffre_worker`, qui ajoute aussi ; seul le propriétaire, dont se servent les commandes, détruit une clé',
  ),
  COFFRE_POOL: z.coerce
    .number()
    .int()
    .min(1)
    .max(50)
    .default(4)
    .describe('Connexions au coffre ouvertes au plus par processus'),
  COFFRE_KEK: secret(DEMONSTRATION_KEK)
    .refine((value) => base64Of32Bytes(value), '32 octets en base64 attendus (`openssl rand -base64 32`)')
    .describe('Clé qui enveloppe les clés de dossier, 32 octets en base64 ; perdue, aucune pièce n’est plus lisible'),
  COFFRE_KEK_ID: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('kek-1')
    .describe('Nom de cette clé, écrit à côté de chaque clé qu’elle enveloppe ; change avec elle'),
});
