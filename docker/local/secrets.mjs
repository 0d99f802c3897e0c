import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const word = () => randomBytes(24).toString('hex');
const accessKey = () => randomBytes(10).toString('hex').toUpperCase();

const MAKERS = {
  INSTANCE: randomUUID,
  POSTGRES_PASSWORD: word,
  REDIS_PASSWORD: word,
  S3_ADMIN_ACCESS_KEY: accessKey,
  S3_ADMIN_SECRET_KEY: word,
  S3_WEB_ACCESS_KEY: accessKey,
  S3_WEB_SECRET_KEY: word,
  S3_WORKER_ACCESS_KEY: accessKey,
  S3_WORKER_SECRET_KEY: word,
  DATABASE_WEB_PASSWORD: word,
  DATABASE_WORKER_PASSWORD: word,
  COFFRE_WEB_PASSWORD: word,
  COFFRE_WORKER_PASSWORD: word,
  COFFRE_KEK: () => randomBytes(32).toString('base64'),
  IDP_DEMONSTRATION_SECRET: word,
  IDP_CLIENT_SECRET: word,
  SESSION_SECRET: word,
};

/** What the application itself needs, services apart. */
export const APPLICATION = [
  'DATABASE_WEB_PASSWORD',
  'DATABASE_WORKER_PASSWORD',
  'COFFRE_WEB_PASSWORD',
  'COFFRE_WORKER_PASSWORD',
  'COFFRE_KEK',
  'IDP_DEMONSTRATION_SECRET',
  'IDP_CLIENT_SECRET',
  'SESSION_SECRET',
];

/** Random secrets of one folder, made once. Data locked with lost ones is of no use any more and goes. */
export function readSecrets(dir) {
  const file = join(dir, 'secrets.json');
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (!known) for (const service of ['ceph', 'redis']) rmSync(join(dir, service), { recursive: true, force: true });
  const secrets = Object.fromEntries(Object.entries(MAKERS).map(([name, make]) => [name, known?.[name] ?? make()]));
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
