import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Pool } from 'pg';
import { CoffreRepository } from '../../src/platform/coffre/coffre.repository.js';
import { Coffre, type Kek, prepareCoffre } from '../../src/platform/coffre/index.js';
import { migrate } from '../../src/platform/database/index.js';

const MIGRATIONS = fileURLToPath(new URL('../../src/migrations/coffre', import.meta.url));
const PASSWORD = randomBytes(16).toString('hex');

const at = (url: string, change: { database: string; user?: string }) => {
  const copy = new URL(url);
  copy.pathname = `/${change.database}`;
  if (change.user) Object.assign(copy, { username: change.user, password: PASSWORD });
  return copy.href;
};

export const newKek = (id = 'kek-essai'): Kek => ({ id, key: randomBytes(32).toString('base64') });

const run = async (url: string, ...statements: string[]) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
};

/** Who opens a coffre: the two processes, and the owner, as whom the operation commands act. */
export type CoffreRole = 'web' | 'worker' | 'owner';

/** A coffre of this test alone. Its roles are members of the real ones, whose passwords are not ours to set. */
export const ownCoffre = async (ownerUrl: string) => {
  const name = `coffre_essai_${randomBytes(4).toString('hex')}`;
  await run(
    ownerUrl,
    ...['web', 'worker'].flatMap((role) => [
      `do $$ begin create role dun_coffre_${role} login; exception when duplicate_object then null; end $$`,
      `create role ${name}_${role} login inherit password '${PASSWORD}' in role dun_coffre_${role}`,
    ]),
    `create database ${name}`,
  );
  const owner = at(ownerUrl, { database: name });
  await migrate(owner, MIGRATIONS);
  const urlOf = (role: CoffreRole): string =>
    role === 'owner' ? owner : at(ownerUrl, { database: name, user: `${name}_${role}` });
  const opened: CoffreRepository[] = [];
  return {
    urlOf,
    prepare: (kek: Kek) => prepareCoffre(owner, kek),
    /** As a process that has just started. */
    start: async (kek: Kek, role: CoffreRole = 'worker') => {
      const keys = new CoffreRepository(new Pool({ connectionString: urlOf(role), max: 2 }));
      opened.push(keys);
      const coffre = new Coffre(keys, kek);
      await coffre.onModuleInit();
      return coffre;
    },
    drop: async () => {
      for (const keys of opened) await keys.onApplicationShutdown();
      await run(ownerUrl, `drop database ${name} with (force)`, `drop role ${name}_web, ${name}_worker`);
    },
  };
};
