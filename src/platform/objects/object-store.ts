import type { Readable } from 'node:stream';

/** Buckets by trust: `quarantaine` what nobody has looked at, `pieces` what people read, `refus` what nobody reads. */
export const BUCKETS = ['quarantaine', 'pieces', 'refus'] as const;
export type Bucket = (typeof BUCKETS)[number];

export interface PutOptions {
  readonly bytes: number;
  /** Hexadecimal. Sent as Content-MD5: many servers ignore `x-amz-checksum-*`, none ignores this one. */
  readonly md5: string;
  readonly contentType?: string;
}

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  readonly lastModified: Date;
}

/** Objects are immutable: a key is written once, and never again. */
export interface ObjectStore {
  put(bucket: Bucket, key: string, body: Readable | Buffer, options: PutOptions): Promise<{ etag: string }>;
  /** The caller reads the stream to its end or destroys it. */
  get(bucket: Bucket, key: string): Promise<Readable>;
  head(bucket: Bucket, key: string): Promise<{ bytes: number; etag: string } | null>;
  /** Removing what is not there is not an error. */
  remove(bucket: Bucket, key: string): Promise<void>;
  list(bucket: Bucket, prefix?: string): AsyncIterable<StoredObject>;
}

/** Injection token of the application's one validated store. */
export const OBJECT_STORE = Symbol('ObjectStore');
