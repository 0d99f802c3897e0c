import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Bucket, ObjectStore, PutOptions, StoredObject } from './object-store.js';
import { ObjectCorrupted, ObjectExists, ObjectMissing } from './objects.errors.js';

interface Entry {
  readonly content: Buffer;
  readonly etag: string;
  readonly lastModified: Date;
}

/** The port in memory, for unit tests: the contract suite holds it to what S3 does. */
export class MemoryObjectStore implements ObjectStore {
  private readonly entries = new Map<string, Entry>();

  async put(bucket: Bucket, key: string, body: Readable | Buffer, { bytes, md5 }: PutOptions) {
    const content = Buffer.isBuffer(body) ? Buffer.from(body) : await buffer(body);
    const etag = createHash('md5').update(content).digest('hex');
    if (content.length !== bytes || etag !== md5) throw new ObjectCorrupted(`${bucket}/${key}`);
    if (this.entries.has(`${bucket}/${key}`)) throw new ObjectExists(`${bucket}/${key}`);
    this.entries.set(`${bucket}/${key}`, { content, etag, lastModified: new Date() });
    return { etag };
  }

  async get(bucket: Bucket, key: string) {
    const entry = this.entries.get(`${bucket}/${key}`);
    if (!entry) throw new ObjectMissing(`${bucket}/${key}`);
    return Readable.from(entry.content, { objectMode: false });
  }

  async head(bucket: Bucket, key: string) {
    const entry = this.entries.get(`${bucket}/${key}`);
    return entry ? { bytes: entry.content.length, etag: entry.etag } : null;
  }

  async remove(bucket: Bucket, key: string) {
    this.entries.delete(`${bucket}/${key}`);
  }

  async *list(bucket: Bucket, prefix = ''): AsyncIterable<StoredObject> {
    const paths = [...this.entries.keys()].filter((path) => path.startsWith(`${bucket}/${prefix}`)).toSorted();
    for (const path of paths) {
      const entry = this.entries.get(path);
      if (entry) {
        yield { key: path.slice(bucket.length + 1), bytes: entry.content.length, lastModified: entry.lastModified };
      }
    }
  }
}
