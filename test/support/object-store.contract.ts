import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  ObjectCorrupted,
  ObjectExists,
  ObjectMissing,
  type ObjectStore,
  type StoredObject,
} from '../../src/platform/objects/index.js';

export const newKey = () => `fichiers/${randomUUID()}`;

export const announced = (content: Buffer) => ({
  bytes: content.length,
  md5: createHash('md5').update(content).digest('hex'),
});

const inPieces = (content: Buffer, size = 10_000) =>
  Readable.from(
    (function* () {
      for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
    })(),
    { objectMode: false },
  );

export const listed = async (objects: AsyncIterable<StoredObject>) => {
  const found: StoredObject[] = [];
  for await (const one of objects) found.push(one);
  return found;
};

/** What every driver of the port promises; run over each of them. */
export const objectStoreContract = (driver: () => ObjectStore) => {
  const store = () => driver();
  const content = randomBytes(100_000);

  test.each([
    ['a buffer', content, () => content],
    ['a stream', content, () => inPieces(content)],
    ['nothing', Buffer.alloc(0), () => Buffer.alloc(0)],
    ['an empty stream', Buffer.alloc(0), () => Readable.from([])],
  ])('gives back %s as it was put', async (_name, expected, body) => {
    const key = newKey();
    const { etag } = await store().put('pieces', key, body(), announced(expected));
    expect(etag).toBe(announced(expected).md5);
    expect(await store().head('pieces', key)).toEqual({ bytes: expected.length, etag });
    expect((await buffer(await store().get('pieces', key))).equals(expected)).toBe(true);
  });

  test('what is missing is null for head, an error for get, and nothing to remove', async () => {
    expect(await store().head('pieces', newKey())).toBeNull();
    await expect(store().get('pieces', newKey())).rejects.toBeInstanceOf(ObjectMissing);
    await store().remove('pieces', newKey());
  });

  test('never writes over an object', async () => {
    const key = newKey();
    await store().put('pieces', key, content, announced(content));
    const other = randomBytes(10);
    await expect(store().put('pieces', key, other, announced(other))).rejects.toBeInstanceOf(ObjectExists);
    await expect(store().put('pieces', key, inPieces(other), announced(other))).rejects.toBeInstanceOf(ObjectExists);
    expect((await store().head('pieces', key))?.bytes).toBe(content.length);
  });

  test('one of several writers of the same key wins', async () => {
    const key = newKey();
    const bodies = Array.from({ length: 6 }, () => randomBytes(1000));
    const results = await Promise.allSettled(bodies.map((body) => store().put('pieces', key, body, announced(body))));
    const won = results.findIndex(({ status }) => status === 'fulfilled');
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await buffer(await store().get('pieces', key))).equals(bodies[won] ?? Buffer.alloc(0))).toBe(true);
  });

  test.each([
    ['a wrong MD5', () => inPieces(content), { bytes: content.length, md5: announced(Buffer.from('x')).md5 }],
    ['a wrong MD5 in one piece', () => content, { bytes: content.length, md5: announced(Buffer.from('x')).md5 }],
    ['less than announced', () => inPieces(content.subarray(1)), announced(content)],
    ['more than announced', () => inPieces(Buffer.concat([content, Buffer.from('x')])), announced(content)],
    ['a short buffer', () => content.subarray(1), announced(content)],
  ])('%s leaves no object', async (_name, body, options) => {
    const key = newKey();
    await expect(store().put('pieces', key, body(), options)).rejects.toBeInstanceOf(ObjectCorrupted);
    expect(await store().head('pieces', key)).toBeNull();
  });

  test('a source that breaks leaves no object, and its error is the one reported', async () => {
    const key = newKey();
    const broken = Readable.from(
      (function* () {
        yield content.subarray(0, 50_000);
        throw new RangeError('la source a cédé');
      })(),
      { objectMode: false },
    );
    await expect(store().put('pieces', key, broken, announced(content))).rejects.toThrow('la source a cédé');
    expect(await store().head('pieces', key)).toBeNull();
  });

  test('lists what starts with a prefix, in the order of the keys', async () => {
    const parent = newKey();
    for (const n of [2, 1]) await store().put('pieces', `${parent}/${n}`, content, announced(content));
    const found = await listed(store().list('pieces', `${parent}/`));
    expect(found.map(({ key }) => key)).toEqual([`${parent}/1`, `${parent}/2`]);
    expect(found[0]?.bytes).toBe(content.length);
    expect(Math.abs(Date.now() - (found[0]?.lastModified.getTime() ?? 0))).toBeLessThan(60_000);
  });

  test('removes', async () => {
    const key = newKey();
    await store().put('pieces', key, content, announced(content));
    await store().remove('pieces', key);
    expect(await store().head('pieces', key)).toBeNull();
  });
};
