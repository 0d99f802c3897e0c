import { randomBytes } from 'node:crypto';
import { AbortMultipartUploadCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from 'minio';
import { type BucketSettings, S3ObjectStore, prepareBuckets } from '../../src/platform/objects/index.js';

const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} manque : lancez les tests d’intégration par « npm test »`);
  return value;
};

export type S3User = 'admin' | 'web' | 'worker';

export const s3Keys = (user: S3User) => ({
  accessKey: given(`S3_${user.toUpperCase()}_ACCESS_KEY`),
  secretKey: given(`S3_${user.toUpperCase()}_SECRET_KEY`),
});

export const s3Place = () => ({ endpoint: given('S3_ENDPOINT'), region: process.env['S3_REGION'] ?? 'us-east-1' });

export const bucketOwner = () => process.env['S3_BUCKET_OWNER'] ?? 'dun-admin';

export const principals = () => ({
  web: given('S3_PRINCIPAL_WEB'),
  worker: given('S3_PRINCIPAL_WORKER'),
  owner: bucketOwner(),
});

export const newPrefix = () => `essai-${randomBytes(4).toString('hex')}-`;

export const bucketSettings = (prefix: string, more: Partial<BucketSettings> = {}): BucketSettings => ({
  ...s3Place(),
  ...s3Keys('admin'),
  prefix,
  principals: principals(),
  refusDays: 7,
  ...more,
});

export const storeOf = (user: S3User, bucketPrefix: string, timeoutMs = 10_000) =>
  new S3ObjectStore({ ...s3Place(), ...s3Keys(user), bucketOwner: bucketOwner(), bucketPrefix, timeoutMs });

export const minioOf = ({ accessKey, secretKey }: { accessKey: string; secretKey: string }) => {
  const { hostname, port, protocol } = new URL(s3Place().endpoint);
  const useSSL = protocol === 'https:';
  const region = s3Place().region;
  return new Client({ endPoint: hostname, port: Number(port), useSSL, region, accessKey, secretKey, pathStyle: true });
};

/** Setting an empty policy is answered by an error on Ceph: this one says nothing about anybody who exists. */
const LIFTED = JSON.stringify({ Version: '2012-10-17', Statement: [] });

/** Buckets of this test alone; the owner has to lift the policy to empty them. */
export const ownBuckets = async () => {
  const prefix = newPrefix();
  await prepareBuckets(bucketSettings(prefix));
  return { prefix, drop: () => dropBuckets(prefix) };
};

const abortUploads = async (Bucket: string) => {
  const { accessKey, secretKey } = s3Keys('admin');
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  const client = new S3Client({ ...s3Place(), credentials, forcePathStyle: true });
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads)
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  client.destroy();
};

export const dropBuckets = async (prefix: string, names = ['quarantaine', 'pieces', 'refus']) => {
  const client = minioOf(s3Keys('admin'));
  for (const name of names.map((bucket) => prefix + bucket)) {
    await client.setBucketPolicy(name, LIFTED);
    const keys: string[] = [];
    for await (const { name: key } of client.listObjectsV2(name, '', true)) keys.push(key);
    if (keys.length > 0) await client.removeObjects(name, keys);
    await abortUploads(name);
    await client.removeBucket(name);
  }
};
