import { Client } from 'minio';
import { bucketNames, lifecycleOf, policyOf } from './buckets.rules.js';
import type { Principals } from './buckets.rules.js';

export interface BucketSettings {
  readonly endpoint: string;
  readonly region: string;
  /** Keys of the owner of the buckets, held by the operation command only. */
  readonly accessKey: string;
  readonly secretKey: string;
  readonly prefix: string;
  readonly principals: Principals;
  readonly refusDays: number;
}

const minioClient = ({ endpoint, region, accessKey, secretKey }: BucketSettings) => {
  const { hostname, port, protocol } = new URL(endpoint);
  return new Client({
    endPoint: hostname,
    ...(port && { port: Number(port) }),
    useSSL: protocol === 'https:',
    region,
    accessKey,
    secretKey,
    pathStyle: true,
  });
};

const ALREADY_OURS = 'BucketAlreadyOwnedByYou';

/** Creates what is missing and sets policy and lifecycle again: safe to run at every deployment. */
export const prepareBuckets = async (settings: BucketSettings): Promise<readonly string[]> => {
  const client = minioClient(settings);
  const buckets = bucketNames(settings.prefix);
  for (const { bucket, name } of buckets) {
    await client.makeBucket(name, settings.region).catch((error: { code?: string }) => {
      if (error.code !== ALREADY_OURS) throw error;
    });
    await client.setBucketPolicy(name, JSON.stringify(policyOf(bucket, name, settings.principals)));
    await client.setBucketLifecycle(name, lifecycleOf(bucket, settings.refusDays));
  }
  return buckets.map(({ name }) => name);
};
