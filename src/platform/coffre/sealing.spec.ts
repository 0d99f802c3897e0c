import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ObjectStoreUnavailable } from '../objects/index.js';
import { ObjectTampered } from './coffre.errors.js';
import { FRAME_BYTES, aesKeyring } from './esdk.js';
import { opened, sealing } from './sealing.js';
import { sealedBytes } from './sealed-size.rules.js';

const scope = '0b51c1a0-6a6e-4a57-9d2f-0f5f7b1c2d3e';
const context = { scope, key: `fichiers/${scope}` };
const keyring = aesKeyring('dossier', scope, randomBytes(32));

const seal = (content: Buffer, under = context) =>
  buffer(Readable.from([content], { objectMode: false }).pipe(sealing(keyring, under)));
const inChunks = (sealed: Buffer, size = 10_000) =>
  Readable.from(
    (function* () {
      for (let at = 0; at < sealed.length; at += size) yield sealed.subarray(at, at + size);
    })(),
    { objectMode: false },
  );
const open = (sealed: Readable, under = context, by = keyring) => buffer(opened(sealed, by, under));

test.each([0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES, 5_000_000])(
  'gives back %i bytes, and knows the length of what it sealed',
  async (size) => {
    const content = randomBytes(size);
    const sealed = await seal(content);
    expect(sealed).toHaveLength(sealedBytes(size, context, keyring.keyNamespace, keyring.keyName));
    expect((await open(inChunks(sealed))).equals(content)).toBe(true);
  },
);

const content = randomBytes(2 * FRAME_BYTES + 100);
const changed = (sealed: Buffer, at: number) => {
  const copy = Buffer.from(sealed);
  const place = at < 0 ? sealed.length + at : at;
  copy[place] = (copy[place] ?? 0) ^ 1;
  return copy;
};

test.each([
  ['one bit of the version', (sealed: Buffer) => changed(sealed, 0)],
  ['one bit of the context', (sealed: Buffer) => changed(sealed, 60)],
  ['one bit of the first frame', (sealed: Buffer) => changed(sealed, 1000)],
  ['one bit in the middle', (sealed: Buffer) => changed(sealed, FRAME_BYTES + 2000)],
  ['one bit of the last tag', (sealed: Buffer) => changed(sealed, -1)],
  ['a byte more at the end', (sealed: Buffer) => Buffer.concat([sealed, Buffer.from('x')])],
  ['a byte less at the end', (sealed: Buffer) => sealed.subarray(0, -1)],
  ['the last frame missing', (sealed: Buffer) => sealed.subarray(0, -(100 + 40))],
  ['half of it', (sealed: Buffer) => sealed.subarray(0, sealed.length / 2)],
  ['only the header', (sealed: Buffer) => sealed.subarray(0, 200)],
  ['nothing', () => Buffer.alloc(0)],
  ['something else', () => Buffer.from('%PDF-1.7 en clair')],
])('refuses an object with %s', async (_name, alter) => {
  await expect(open(inChunks(alter(await seal(content))))).rejects.toBeInstanceOf(ObjectTampered);
});

test('releases nothing that is not authenticated', async () => {
  const sealed = changed(await seal(content), FRAME_BYTES + 2000);
  const released: Buffer[] = [];
  const reading = async () => {
    for await (const chunk of opened(inChunks(sealed), keyring, context)) released.push(chunk as Buffer);
  };
  await expect(reading()).rejects.toBeInstanceOf(ObjectTampered);
  const clear = Buffer.concat(released);
  expect(clear.equals(content.subarray(0, clear.length))).toBe(true);
  expect(clear.length).toBeLessThanOrEqual(FRAME_BYTES);
});

test('refuses an object moved to another key, read under another scope, or another key of the same name', async () => {
  const sealed = await seal(content);
  const other = '11111111-6a6e-4a57-9d2f-0f5f7b1c2d3e';
  await expect(open(inChunks(sealed), { ...context, key: `fichiers/${other}` })).rejects.toBeInstanceOf(ObjectTampered);
  await expect(open(inChunks(sealed), { ...context, scope: other })).rejects.toBeInstanceOf(ObjectTampered);
  const foreign = aesKeyring('dossier', scope, randomBytes(32));
  await expect(open(inChunks(sealed), context, foreign)).rejects.toBeInstanceOf(ObjectTampered);
});

test('a store that breaks is not a tampered object', async () => {
  const sealed = await seal(content);
  const broken = Readable.from(
    (function* () {
      yield sealed.subarray(0, 80_000);
      throw new ObjectStoreUnavailable('coupé');
    })(),
    { objectMode: false },
  );
  await expect(open(broken)).rejects.toBeInstanceOf(ObjectStoreUnavailable);
});

test('a reader who stops early lets the object go', async () => {
  const source = inChunks(await seal(randomBytes(5_000_000)));
  const gone = new Promise((done) => source.on('close', done));
  const reader = opened(source, keyring, context);
  await once(reader, 'readable');
  reader.destroy();
  await gone;
});
