import { z } from 'zod';
import { secret, section } from '../config/index.js';

const postgresUrl = (user: string) =>
  secret(`postgres://${user}:demonstration@127.0.0.1:5432/dun`).describe(
    'PostgreSQL ≥ 15. Le web se connecte comme `dun_web`, le worker comme `dun_worker`, les commandes comme le propriétaire du schéma',
  );

export const databaseConfig = section('Base de données', {
  DATABASE_URL: postgresUrl('dun_web'),
  DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(10)
    .describe('Connexions ouvertes au plus par processus'),
});

/** Read by `cli preparer` only, which makes the roles. */
export const rolesConfig = section('Rôles de la base (commande `preparer`)', {
  DATABASE_WEB_PASSWORD: secret('demonstration-web').describe('Mot de passe du rôle `dun_web`'),
  DATABASE_WORKER_PASSWORD: secret('demonstration-worker').describe('Mot de passe du rôle `dun_worker`'),
  COFFRE_WEB_PASSWORD: secret('demonstration-coffre-web').describe(
    'Mot de passe du rôle `dun_coffre_web`, qui lit les clés de dossier',
  ),
  COFFRE_WORKER_PASSWORD: secret('demonstration-coffre-worker').describe(
    'Mot de passe du rôle `dun_coffre_worker`, qui lit les clés de dossier et en ajoute',
  ),
});
