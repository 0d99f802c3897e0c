import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Client } from 'pg';
import {
  CoffreUnprepared,
  EncryptedObjects,
  KeyDestroyed,
  KeyMissing,
  KeyUnopened,
  ObjectTampered,
  WrongKek,
} from '../../src/platform/coffre/index.js';
import { aesKeyring, esdk } from '../../src/platform/coffre/esdk.js';
import {
  ObjectExists,
  type ObjectStore,
  ObjectStoreUnavailable,
  S3ObjectStore,
} from '../../src/platform/objects/index.js';
import { type CoffreRole, newKek, ownCoffre } from '../support/coffre.js';
import { announced, newKey } from '../support/object-store.contract.js';
import { ownBuckets, storeOf } from '../support/s3.js';

const ownerUrl = process.env['DATABASE_URL'] ?? '';
const kek = newKek();
let safe: Awaited<ReturnType<typeof ownCoffre>>;
let dropBuckets = async () => {};
let store: S3ObjectStore;
let folder = '';
let sql: Client;

beforeAll(async () => {
  safe = await ownCoffre(ownerUrl);
  await safe.prepare(kek);
  const buckets = await ownBuckets();
  dropBuckets = buckets.drop;
  store = storeOf('worker', buckets.prefix);
  folder = await mkdtemp(join(tmpdir(), 'coffre-'));
  sql = new Client({ connectionString: safe.urlOf('owner') });
  await sql.connect();
}, 60_000);

afterAll(async () => {
  await sql.end();
  store.onApplicationShutdown();
  await rm(folder, { recursive: true });
  await Promise.all([safe.drop(), dropBuckets()]);
}, 60_000);

const scratch = async (content: Buffer) => {
  const path = join(folder, randomUUID());
  await writeFile(path, content);
  return path;
};

const dossier = async (role: CoffreRole = 'worker') => {
  const coffre = await safe.start(kek, role);
  const scope = randomUUID();
  await coffre.create(scope);
  return { scope, coffre, objects: new EncryptedObjects(coffre, store) };
};

const wrappedOf = async (scope: string): Promise<Buffer> =>
  (await sql.query('select cle_enveloppee from cle where scope = $1', [scope])).rows[0]?.cle_enveloppee;

describe('an object', () => {
  test.each([0, 1, 5_000_000])('of %i bytes comes back as it was, from another process too', async (size) => {
    const { scope, objects } = await dossier();
    const content = randomBytes(size);
    const key = newKey();
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await objects.put(scope, key, await scratch(content))).toEqual({ bytes: size, sha256 });
    const elsewhere = new EncryptedObjects(await safe.start(kek), store);
    expect((await buffer(await elsewhere.get(scope, key))).equals(content)).toBe(true);
  });

  test('shows S3 nothing of what it holds, and leaves nothing beside its source', async () => {
    const { scope, objects } = await dossier();
    const key = newKey();
    const source = await scratch(Buffer.from('avis d’impôt de Camille '.repeat(1000)));
    await objects.put(scope, key, source);
    expect((await buffer(await store.get('pieces', key))).includes('Camille')).toBe(false);
    expect((await readdir(folder)).filter((name) => join(folder, name).startsWith(`${source}.`))).toEqual([]);
  });

  test('is written once', async () => {
    const { scope, objects } = await dossier();
    const key = newKey();
    const source = await scratch(Buffer.from('x'));
    await objects.put(scope, key, source);
    await expect(objects.put(scope, key, source)).rejects.toBeInstanceOf(ObjectExists);
  });

  test('moved to another key, altered or cut in S3 is refused, not shortened', async () => {
    const { scope, objects } = await dossier();
    const key = newKey();
    await objects.put(scope, key, await scratch(randomBytes(300_000)));
    const sealed = await buffer(await store.get('pieces', key));
    const flipped = Buffer.from(sealed);
    flipped[200_000] = (flipped[200_000] ?? 0) ^ 1;
    for (const bytes of [sealed, flipped, sealed.subarray(0, 100_000), Buffer.concat([sealed, Buffer.from('x')])]) {
      const other = newKey();
      await store.put('pieces', other, bytes, announced(bytes));
      await expect(objects.get(scope, other).then(buffer)).rejects.toBeInstanceOf(ObjectTampered);
    }
  });

  test('altered under its own key is refused', async () => {
    const { scope, objects } = await dossier();
    const key = newKey();
    await objects.put(scope, key, await scratch(randomBytes(300_000)));
    const sealed = await buffer(await store.get('pieces', key));
    for (const bytes of [sealed.subarray(0, 100_000), Buffer.concat([sealed, Buffer.from('x')])]) {
      await store.remove('pieces', key);
      await store.put('pieces', key, bytes, announced(bytes));
      await expect(objects.get(scope, key).then(buffer)).rejects.toBeInstanceOf(ObjectTampered);
    }
  });

  test('of another scope is refused', async () => {
    const one = await dossier();
    const other = await dossier();
    const key = newKey();
    await one.objects.put(one.scope, key, await scratch(Buffer.from('x')));
    await expect(one.objects.get(other.scope, key).then(buffer)).rejects.toBeInstanceOf(ObjectTampered);
  });

  test('whose store fails half-way leaves no scratch file', async () => {
    const { scope, coffre } = await dossier();
    const broken: Pick<ObjectStore, 'put'> = {
      put: async () => {
        throw new ObjectStoreUnavailable('coupé');
      },
    };
    const source = await scratch(Buffer.from('x'));
    const objects = new EncryptedObjects(coffre, broken as ObjectStore);
    await expect(objects.put(scope, newKey(), source)).rejects.toBeInstanceOf(ObjectStoreUnavailable);
    expect((await readdir(folder)).filter((name) => join(folder, name).startsWith(`${source}.`))).toEqual([]);
  });
});

describe('a destroyed key', () => {
  test('opens nothing any more: not here, not in a new process, not with the KEK and the row in hand', async () => {
    const { scope, coffre, objects } = await dossier('owner');
    const key = newKey();
    await objects.put(scope, key, await scratch(Buffer.from('x'.repeat(200_000))));
    await coffre.destroy(scope);

    await expect(objects.get(scope, key)).rejects.toBeInstanceOf(KeyDestroyed);
    const elsewhere = new EncryptedObjects(await safe.start(kek), store);
    await expect(elsewhere.get(scope, key)).rejects.toBeInstanceOf(KeyDestroyed);

    expect(await wrappedOf(scope)).toHaveLength(0);
    const sealed = await buffer(await store.get('pieces', key));
    const kekItself = Buffer.from(kek.key, 'base64');
    for (const [namespace, name] of [
      ['coffre', kek.id],
      ['dossier', scope],
    ] as const) {
      await expect(esdk.decrypt(aesKeyring(namespace, name, kekItself), sealed)).rejects.toThrow();
    }
  });

  test('cannot be made again, put back, written over or deleted, and destroying it again is nothing', async () => {
    const { scope, coffre } = await dossier('owner');
    const before = await wrappedOf(scope);
    await coffre.destroy(scope);
    await coffre.destroy(scope);
    await expect(coffre.create(scope)).rejects.toBeInstanceOf(KeyDestroyed);
    const back = sql.query('update cle set cle_enveloppee = $2, detruite_le = null where scope = $1', [scope, before]);
    await expect(back).rejects.toMatchObject({ code: '23000' });
    await expect(sql.query('delete from cle where scope = $1', [scope])).rejects.toMatchObject({ code: '23000' });
    expect(await wrappedOf(scope)).toHaveLength(0);
  });

  test('can be destroyed before it was made, as after a restore', async () => {
    const coffre = await safe.start(kek, 'owner');
    const scope = randomUUID();
    await coffre.destroy(scope);
    await expect((await safe.start(kek)).create(scope)).rejects.toBeInstanceOf(KeyDestroyed);
  });
});

describe('a process taken over', () => {
  const SCOPE = '11111111-1111-4111-8111-111111111111';
  const WRITES: Record<string, string> = {
    'give a key': `insert into cle (scope, cle_enveloppee, kek_id, creee_le) values ('${SCOPE}', 'x', 'k', now())`,
    'close a scope': `insert into cle (scope, cle_enveloppee, kek_id, creee_le, detruite_le)
      values ('${SCOPE}', '', 'k', now(), now())`,
    'destroy all keys': `update cle set cle_enveloppee = '', detruite_le = now() where detruite_le is null`,
    'spoil all keys': `update cle set cle_enveloppee = 'x' where detruite_le is null`,
    'rename the KEK': `update cle set kek_id = 'x' where detruite_le is null`,
    'delete rows': 'delete from cle',
    'empty the table': 'truncate cle',
    'drop the table': 'drop table cle',
    'disarm the trigger': 'alter table cle disable trigger all',
    'lock everybody out': 'lock table cle in access exclusive mode',
    'make a table': 'create table autre (x int)',
  };
  const refused = async (role: CoffreRole): Promise<string[]> => {
    const client = new Client({ connectionString: safe.urlOf(role) });
    await client.connect();
    const names: string[] = [];
    for (const [name, statement] of Object.entries(WRITES)) {
      await client.query('begin');
      await client.query(statement).catch(({ code }: { code: string }) => code === '42501' && names.push(name));
      await client.query('rollback');
    }
    await client.end();
    return names;
  };

  test('that is web reads keys and can do nothing to one', async () => {
    const { scope } = await dossier();
    const web = await safe.start(kek, 'web');
    await expect(web.keyring(scope)).resolves.toBeDefined();
    await expect(web.create(randomUUID())).rejects.toMatchObject({ code: '42501' });
    await expect(web.destroy(scope)).rejects.toMatchObject({ code: '42501' });
    expect(await refused('web')).toEqual(Object.keys(WRITES));
  });

  test('that is the worker adds keys, and can do nothing to one that is there', async () => {
    const { scope, coffre } = await dossier();
    await expect(coffre.destroy(scope)).rejects.toMatchObject({ code: '42501' });
    expect(await refused('worker')).toEqual(Object.keys(WRITES).filter((name) => name !== 'give a key'));
  });
});

describe('the coffre', () => {
  test('makes one key for two who ask at once', async () => {
    const coffre = await safe.start(kek);
    const scope = randomUUID();
    await Promise.all([coffre.create(scope), coffre.create(scope)]);
    const before = await wrappedOf(scope);
    await coffre.create(scope);
    expect((await wrappedOf(scope)).equals(before)).toBe(true);
  });

  test('has no key for a scope it does not know', async () => {
    await expect((await safe.start(kek)).keyring(randomUUID())).rejects.toBeInstanceOf(KeyMissing);
  });

  test('notices a row put in the place of another', async () => {
    const one = await dossier();
    const other = await dossier();
    const stolen = await wrappedOf(other.scope);
    await sql.query('update cle set cle_enveloppee = $2 where scope = $1', [one.scope, stolen]);
    await expect(one.coffre.keyring(one.scope)).rejects.toBeInstanceOf(KeyUnopened);
  });

  test('refuses to start under another KEK, or under another name of it, and says what to do', async () => {
    await safe.start(kek);
    await expect(safe.start(newKek())).rejects.toBeInstanceOf(WrongKek);
    await expect(safe.start({ ...kek, id: 'kek-autre' })).rejects.toThrow(/remettez l’ancienne valeur/);
  });

  test('is not prepared under another KEK than its own, and twice under its own is nothing', async () => {
    await expect(safe.prepare(newKek())).rejects.toBeInstanceOf(WrongKek);
    await safe.prepare(kek);
    await expect(safe.start(kek, 'web')).resolves.toBeDefined();
  });

  test('that was not prepared lets nobody start, and says what to do', async () => {
    const fresh = await ownCoffre(ownerUrl);
    try {
      await expect(fresh.start(kek)).rejects.toBeInstanceOf(CoffreUnprepared);
      await expect(fresh.start(kek, 'web')).rejects.toThrow(/lancez la commande « preparer »/);
    } finally {
      await fresh.drop();
    }
  });

  test('keeps no key in clear', async () => {
    const { scope } = await dossier();
    const { rows } = await sql.query('select * from cle where scope = $1', [scope]);
    expect(Object.keys(rows[0])).toEqual(['scope', 'cle_enveloppee', 'kek_id', 'creee_le', 'detruite_le']);
    expect(rows[0].kek_id).toBe(kek.id);
  });
});
