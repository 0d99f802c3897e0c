import { randomUUID } from 'node:crypto';
import {
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { onlyGrant, policyOf } from '../../src/platform/objects/buckets.rules.js';
import { BUCKETS, type Bucket, type BucketSettings, prepareBuckets } from '../../src/platform/objects/index.js';
import { type Keys, NOBODY, type Target, s3Client } from './s3-actions.js';
import { bucketOwner, bucketSettings, dropBuckets, minioOf, newPrefix, s3Keys } from './s3.js';

const SECRET = 'octets que personne ne doit revoir';

const newKey = () => `fichiers/${randomUUID()}`;

type Acl = Pick<PutObjectCommandInput, 'ACL' | 'GrantReadACP'>;
const GENEROUS: Acl = { ACL: 'bucket-owner-full-control' };
const PUBLIC: Acl = { ACL: 'public-read' };

const object = async (client: S3Client, bucket: string, acl: Acl = onlyGrant(bucketOwner())) => {
  const key = newKey();
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: SECRET, ...acl }));
  return key;
};

const upload = async (client: S3Client, bucket: string) => {
  const at = { Bucket: bucket, Key: newKey() };
  const { UploadId: id = '' } = await client.send(new CreateMultipartUploadCommand(at));
  const part = { ...at, UploadId: id, PartNumber: 1, Body: SECRET };
  const { ETag: etag = '' } = await client.send(new UploadPartCommand(part));
  return { key: at.Key, id, etag };
};

const policyText = (bucket: Bucket, { prefix, principals }: BucketSettings) =>
  JSON.stringify(policyOf(bucket, prefix + bucket, principals));

const OPEN = (name: string) => {
  const Resource = [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`];
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: ['s3:*'], Resource }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
};

/** A bucket open to all beside the others, so that in a copy only the right on the other side can be missing. */
const openBucket = async (name: string) => {
  const owner = minioOf(s3Keys('admin'));
  await owner.makeBucket(name);
  await owner.setBucketPolicy(name, OPEN(name));
};

const STRANGERS = {
  web: 'arn:aws:iam:::user/dun-personne',
  worker: 'arn:aws:iam:::user/dun-personne-non-plus',
  owner: bucketOwner(),
};

/** Buckets with an unfinished upload in each. `foreign`: their policies name nobody who exists, our users are strangers. */
export const world = async ({ foreign = false } = {}) => {
  const settings = bucketSettings(newPrefix(), foreign ? { principals: STRANGERS } : {});
  const name = (bucket: string) => settings.prefix + bucket;
  const clients = {
    admin: s3Client(s3Keys('admin')),
    web: s3Client(s3Keys('web')),
    worker: s3Client(s3Keys('worker')),
  };
  await openBucket(name('ouvert'));
  const { key: uploadKey, id: uploadId } = await upload(clients.admin, name('ouvert'));
  const open = {
    bucket: name('ouvert'),
    key: await object(clients.admin, name('ouvert'), PUBLIC),
    uploadKey,
    uploadId,
  };
  const uploads = new Map<Bucket, Target['upload']>();
  const seeds = new Map<Bucket, string>();
  const olders = new Map<Bucket, string>();
  const writerOf = (bucket: Bucket) => (bucket === 'quarantaine' ? clients.web : clients.worker);
  for (const bucket of BUCKETS) {
    await openBucket(name(bucket));
    olders.set(bucket, await object(writerOf(bucket), name(bucket), GENEROUS));
    uploads.set(bucket, await upload(clients.admin, name(bucket)));
    seeds.set(bucket, await object(clients.admin, name(bucket)));
  }
  await prepareBuckets(settings);

  /** An object written by who writes there. */
  const objectIn = async (bucket: Bucket) =>
    foreign ? (seeds.get(bucket) ?? '') : object(writerOf(bucket), name(bucket));

  const target = async (bucket: Bucket, keys: Keys | typeof NOBODY): Promise<Target> => ({
    client: s3Client(keys),
    keys,
    bucket: name(bucket),
    key: await objectIn(bucket),
    olderKey: olders.get(bucket) ?? '',
    newKey: newKey(),
    upload: uploads.get(bucket) ?? { key: '', id: '', etag: '' },
    open,
    policy: policyText(bucket, settings),
  });

  /** The open bucket itself as the target: what is refused there is refused by S3, and not by a policy of ours. */
  const control = async (keys: Keys): Promise<Target> => ({
    client: s3Client(keys),
    keys,
    bucket: open.bucket,
    key: await object(clients.admin, open.bucket, PUBLIC),
    olderKey: open.key,
    newKey: newKey(),
    upload: await upload(clients.admin, open.bucket),
    open,
    policy: OPEN(open.bucket),
  });

  const drop = async () => {
    Object.values(clients).forEach((client) => client.destroy());
    await dropBuckets(settings.prefix, [...BUCKETS, 'ouvert']);
  };
  return { settings, target, control, drop };
};
