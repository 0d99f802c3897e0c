import { fileURLToPath } from 'node:url';
import { coffreConfig, prepareCoffre } from '../platform/coffre/index.js';
import { checkSections } from '../platform/config/index.js';
import { databaseConfig, migrate, prepareRoles, rolesConfig } from '../platform/database/index.js';
import { bucketsConfig, objectsConfig, prepareBuckets } from '../platform/objects/index.js';
import { sectionsDe } from '../app.config.js';

const migrations = (base: string): string => fileURLToPath(new URL(`../migrations/${base}`, import.meta.url));

/** Makes or brings up to date everything the processes need: roles, both schemas, the coffre, buckets and their rights. */
export const preparer = async (say: (line: string) => void): Promise<void> => {
  checkSections(sectionsDe.cli);
  const { DATABASE_URL } = databaseConfig.read();
  const roles = rolesConfig.read();
  const coffreUrl = await prepareRoles(DATABASE_URL, {
    web: roles.DATABASE_WEB_PASSWORD,
    worker: roles.DATABASE_WORKER_PASSWORD,
    coffreWeb: roles.COFFRE_WEB_PASSWORD,
    coffreWorker: roles.COFFRE_WORKER_PASSWORD,
  });
  say('rôles prêts : dun_web, dun_worker, dun_coffre_web, dun_coffre_worker');
  const passees = [
    ...(await migrate(DATABASE_URL, migrations('dun'))),
    ...(await migrate(coffreUrl, migrations('coffre'))),
  ];
  say(`migrations passées : ${passees.length}`);
  const { COFFRE_KEK, COFFRE_KEK_ID } = coffreConfig.read();
  await prepareCoffre(coffreUrl, { id: COFFRE_KEK_ID, key: COFFRE_KEK });
  say(`coffre prêt sous la clé ${COFFRE_KEK_ID}`);
  const s3 = objectsConfig.read();
  const { S3_PRINCIPAL_WEB, S3_PRINCIPAL_WORKER, S3_REFUS_DAYS } = bucketsConfig.read();
  const seaux = await prepareBuckets({
    endpoint: s3.S3_ENDPOINT,
    region: s3.S3_REGION,
    accessKey: s3.S3_ACCESS_KEY,
    secretKey: s3.S3_SECRET_KEY,
    prefix: s3.S3_BUCKET_PREFIX,
    principals: { web: S3_PRINCIPAL_WEB, worker: S3_PRINCIPAL_WORKER, owner: s3.S3_BUCKET_OWNER },
    refusDays: S3_REFUS_DAYS,
  });
  say(`compartiments prêts : ${seaux.join(', ')}`);
};
