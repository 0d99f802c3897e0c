import { randomBytes } from 'node:crypto';
import {
  ObjectForbidden,
  ObjectStoreUnavailable,
  S3ObjectStore,
  prepareBuckets,
} from '../../src/platform/objects/index.js';
import { announced, listed, newKey, objectStoreContract } from '../support/object-store.contract.js';
import { bucketOwner, bucketSettings, minioOf, ownBuckets, s3Keys, s3Place, storeOf } from '../support/s3.js';

let prefix = '';
let drop = async () => {};
let worker: S3ObjectStore;
let web: S3ObjectStore;

beforeAll(async () => {
  ({ prefix, drop } = await ownBuckets());
  worker = storeOf('worker', prefix);
  web = storeOf('web', prefix);
});

afterAll(async () => {
  worker.onApplicationShutdown();
  web.onApplicationShutdown();
  await drop();
});

describe('on S3', () => objectStoreContract(() => worker));

test('what the policy refuses is named as such', async () => {
  const key = newKey();
  await web.put('quarantaine', key, Buffer.from('x'), announced(Buffer.from('x')));
  await expect(web.get('quarantaine', key)).rejects.toBeInstanceOf(ObjectForbidden);
  await expect(web.head('quarantaine', key)).rejects.toBeInstanceOf(ObjectForbidden);
  await expect(web.put('pieces', key, Buffer.from('x'), announced(Buffer.from('x')))).rejects.toBeInstanceOf(
    ObjectForbidden,
  );
});

test('a wrong secret is forbidden, a missing bucket is a broken installation', async () => {
  const settings = {
    ...s3Place(),
    ...s3Keys('worker'),
    bucketOwner: bucketOwner(),
    bucketPrefix: prefix,
    timeoutMs: 10_000,
  };
  const wrong = new S3ObjectStore({ ...settings, secretKey: 'faux' });
  const elsewhere = new S3ObjectStore({ ...settings, bucketPrefix: `${prefix}absent-` });
  await expect(wrong.get('pieces', newKey())).rejects.toBeInstanceOf(ObjectForbidden);
  await expect(elsewhere.get('pieces', newKey())).rejects.toBeInstanceOf(ObjectStoreUnavailable);
  await expect(listed(elsewhere.list('pieces'))).rejects.toBeInstanceOf(ObjectStoreUnavailable);
  wrong.onApplicationShutdown();
  elsewhere.onApplicationShutdown();
});

test('lists beyond one page of S3', async () => {
  const parent = newKey();
  const body = Buffer.from('x');
  const keys = Array.from({ length: 1010 }, (_, n) => `${parent}/${String(n).padStart(4, '0')}`);
  const left = [...keys];
  const writer = async () => {
    for (let key = left.pop(); key; key = left.pop()) await worker.put('pieces', key, body, announced(body));
  };
  await Promise.all(Array.from({ length: 16 }, writer));
  expect((await listed(worker.list('pieces', `${parent}/`))).map(({ key }) => key)).toEqual(keys);
}, 60_000);

test('a refused put of a large stream neither hangs nor spoils the next call', async () => {
  const key = newKey();
  const large = randomBytes(12_000_000);
  await worker.put('pieces', key, large, announced(large));
  for (let n = 0; n < 3; n += 1) {
    await expect(worker.put('pieces', key, large, announced(large))).rejects.toMatchObject({ code: 'objects.exists' });
  }
  expect((await worker.head('pieces', key))?.bytes).toBe(large.length);
});

test('preparing again changes nothing', async () => {
  const owner = minioOf(s3Keys('admin'));
  const state = async () => [
    await owner.getBucketPolicy(`${prefix}quarantaine`),
    await owner.getBucketLifecycle(`${prefix}refus`),
    await owner.getBucketLifecycle(`${prefix}quarantaine`),
  ];
  const before = await state();
  await prepareBuckets(bucketSettings(prefix));
  expect(await state()).toEqual(before);
});

test('refused files expire, quarantined ones never do, unfinished uploads go after a day', async () => {
  const owner = minioOf(s3Keys('admin'));
  const days = async (bucket: string) => {
    return JSON.stringify(await owner.getBucketLifecycle(prefix + bucket));
  };
  expect(await days('refus')).toMatch(/"Days":"?7/);
  for (const bucket of ['quarantaine', 'pieces']) expect(await days(bucket)).not.toMatch(/"Days"/);
  for (const bucket of ['quarantaine', 'pieces', 'refus'])
    expect(await days(bucket)).toMatch(/"DaysAfterInitiation":"?1/);
});
