import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { onlyGrant } from './buckets.rules.js';
import type { Bucket, ObjectStore, PutOptions, StoredObject } from './object-store.js';
import { ObjectMissing } from './objects.errors.js';
import { exactly, watched } from './s3-body.js';
import { translated } from './s3-errors.js';

export interface S3Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly bucketPrefix: string;
  /** Canonical id. */
  readonly bucketOwner: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly timeoutMs: number;
}

/** A kept connection is dropped before the server drops it (65 s on Ceph), or a request could be written to a dead one. */
const IDLE_CONNECTION_MS = 30_000;

/** Every fault is raised to the caller, who logs it once; the SDK would also write to the console. */
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

const connect = ({ endpoint, region, accessKey, secretKey, timeoutMs }: S3Settings) => {
  const agent = { keepAlive: true, maxSockets: 64, timeout: IDLE_CONNECTION_MS };
  return new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    forcePathStyle: true,
    // Ceph answers 411 to the trailer that the default setting adds to a stream, and never verifies x-amz-checksum-*.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    logger: SILENT,
    // A second attempt would meet the object of the first and report it as somebody else's: our callers retry.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent(agent),
    },
  });
};

export class S3ObjectStore implements ObjectStore {
  private readonly client: S3Client;

  constructor(private readonly settings: S3Settings) {
    this.client = connect(settings);
  }

  async put(bucket: Bucket, key: string, body: Readable | Buffer, { bytes, md5, contentType }: PutOptions) {
    const stop = new AbortController();
    const content = exactly(body, bytes, stop);
    const command = new PutObjectCommand({
      ...this.at(bucket, key),
      Body: content.body,
      ContentLength: bytes,
      ContentMD5: Buffer.from(md5, 'hex').toString('base64'),
      ContentType: contentType ?? 'application/octet-stream',
      IfNoneMatch: '*',
      ...onlyGrant(this.settings.bucketOwner),
    });
    try {
      const { ETag = '' } = await this.client.send(command, { abortSignal: stop.signal });
      return { etag: unquoted(ETag) };
    } catch (error) {
      throw stop.signal.aborted ? stop.signal.reason : translated(error as Error, `${bucket}/${key}`);
    } finally {
      content.release();
    }
  }

  async get(bucket: Bucket, key: string) {
    const place = `${bucket}/${key}`;
    const { Body } = await named(place, this.client.send(new GetObjectCommand(this.at(bucket, key))));
    return watched(Body as Readable, place);
  }

  async head(bucket: Bucket, key: string) {
    try {
      const found = await named(`${bucket}/${key}`, this.client.send(new HeadObjectCommand(this.at(bucket, key))));
      return { bytes: found.ContentLength ?? 0, etag: unquoted(found.ETag ?? '') };
    } catch (error) {
      if (error instanceof ObjectMissing) return null;
      throw error;
    }
  }

  async remove(bucket: Bucket, key: string) {
    await named(`${bucket}/${key}`, this.client.send(new DeleteObjectCommand(this.at(bucket, key))));
  }

  async *list(bucket: Bucket, prefix?: string): AsyncIterable<StoredObject> {
    let next: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: this.settings.bucketPrefix + bucket,
        Prefix: prefix,
        ContinuationToken: next,
      });
      const page: ListObjectsV2CommandOutput = await named(`${bucket}/${prefix ?? ''}`, this.client.send(command));
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key && LastModified) yield { key: Key, bytes: Size ?? 0, lastModified: LastModified };
      }
      next = page.NextContinuationToken;
    } while (next);
  }

  onApplicationShutdown() {
    this.client.destroy();
  }

  private at(bucket: Bucket, key: string) {
    return { Bucket: this.settings.bucketPrefix + bucket, Key: key };
  }
}

const unquoted = (etag: string) => etag.replaceAll('"', '');

const named = async <Output>(place: string, call: Promise<Output>): Promise<Output> => {
  try {
    return await call;
  } catch (error) {
    throw translated(error as Error, place);
  }
};
