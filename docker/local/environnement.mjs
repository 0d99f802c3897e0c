import { minimalEnv } from './processus.mjs';

/**
 * What each process is given, and no more: web and worker never see the owner of the database, the admin of S3, nor
 * each other's keys. `copy` makes an isolated copy for a test: `{ database, bucketPrefix, redisDb }`; the rest of it
 * (`scratchDir`, `issuer`, `port`, `logLevel`) says where this one runs.
 */
const withRole = (url, role, password, database) => {
  const result = new URL(url);
  if (role) {
    result.username = role;
    result.password = password;
  }
  if (database) result.pathname = `/${database}`;
  return result.href;
};

const redisUrl = (url, redisDb) => {
  if (redisDb === undefined) return url;
  const result = new URL(url);
  result.pathname = `/${redisDb}`;
  return result.href;
};

const databaseOf = (stackEnv, { database }) => database ?? new URL(stackEnv.DATABASE_URL).pathname.slice(1);

const coffreUrl = (stackEnv, copy, role, password) =>
  withRole(stackEnv.DATABASE_URL, role, password, `${databaseOf(stackEnv, copy)}_coffre`);

const common = (stackEnv, copy) => ({
  ...minimalEnv(),
  MODE: 'demonstration',
  LOG_LEVEL: copy.logLevel ?? 'info',
  SCRATCH_DIR: copy.scratchDir ?? '/tmp',
  REDIS_URL: redisUrl(stackEnv.REDIS_URL, copy.redisDb),
  CLAMD_URL: stackEnv.CLAMD_URL,
  S3_ENDPOINT: stackEnv.S3_ENDPOINT,
  S3_REGION: stackEnv.S3_REGION,
  S3_BUCKET_OWNER: stackEnv.S3_BUCKET_OWNER ?? 'dun-admin',
  S3_BUCKET_PREFIX: copy.bucketPrefix ?? 'dun-',
  COFFRE_KEK: stackEnv.COFFRE_KEK,
});

const s3Keys = (stackEnv, role) => ({
  S3_ACCESS_KEY: stackEnv[`S3_${role}_ACCESS_KEY`],
  S3_SECRET_KEY: stackEnv[`S3_${role}_SECRET_KEY`],
});

export const envWeb = (stackEnv, copy = {}) => ({
  ...common(stackEnv, copy),
  ...s3Keys(stackEnv, 'WEB'),
  DATABASE_URL: withRole(stackEnv.DATABASE_URL, 'dun_web', stackEnv.DATABASE_WEB_PASSWORD, copy.database),
  COFFRE_URL: coffreUrl(stackEnv, copy, 'dun_coffre_web', stackEnv.COFFRE_WEB_PASSWORD),
  OIDC_ISSUER: copy.issuer ?? 'http://127.0.0.1:1',
  API_AUDIENCE: 'urn:dun:api',
  DEMANDEURS_ISSUER: copy.issuer ?? 'http://127.0.0.1:1',
  DEMANDEURS_CLIENT_SECRET: stackEnv.IDP_CLIENT_SECRET ?? 'demonstration',
  AGENTS_ISSUER: copy.issuer ?? 'http://127.0.0.1:1',
  AGENTS_CLIENT_SECRET: stackEnv.IDP_CLIENT_SECRET ?? 'demonstration',
  SESSION_SECRET: stackEnv.SESSION_SECRET ?? 'demonstration-demonstration-demonstration',
  PUBLIC_URL: `http://127.0.0.1:${copy.port ?? 0}`,
  HOST: '127.0.0.1',
  PORT: String(copy.port ?? 0),
});

export const envWorker = (stackEnv, copy = {}) => ({
  ...common(stackEnv, copy),
  ...s3Keys(stackEnv, 'WORKER'),
  DATABASE_URL: withRole(stackEnv.DATABASE_URL, 'dun_worker', stackEnv.DATABASE_WORKER_PASSWORD, copy.database),
  COFFRE_URL: coffreUrl(stackEnv, copy, 'dun_coffre_worker', stackEnv.COFFRE_WORKER_PASSWORD),
});

/** The operation commands: they make roles, schema and buckets, so they alone hold the owner's and the admin's keys. */
export const envCli = (stackEnv, copy = {}) => ({
  ...common(stackEnv, copy),
  ...s3Keys(stackEnv, 'ADMIN'),
  DATABASE_URL: withRole(stackEnv.DATABASE_URL, undefined, undefined, copy.database),
  DATABASE_WEB_PASSWORD: stackEnv.DATABASE_WEB_PASSWORD,
  DATABASE_WORKER_PASSWORD: stackEnv.DATABASE_WORKER_PASSWORD,
  COFFRE_URL: coffreUrl(stackEnv, copy),
  COFFRE_WEB_PASSWORD: stackEnv.COFFRE_WEB_PASSWORD,
  COFFRE_WORKER_PASSWORD: stackEnv.COFFRE_WORKER_PASSWORD,
  S3_PRINCIPAL_WEB: stackEnv.S3_PRINCIPAL_WEB,
  S3_PRINCIPAL_WORKER: stackEnv.S3_PRINCIPAL_WORKER,
});

/** The demonstration's deposits: rows as the owner, bytes as web, for nobody else may write in quarantine. */
export const envSeed = (stackEnv, copy = {}) => ({ ...envCli(stackEnv, copy), ...s3Keys(stackEnv, 'WEB') });
