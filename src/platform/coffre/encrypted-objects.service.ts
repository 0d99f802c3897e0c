import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore } from '../objects/index.js';
import type { Coffre } from './coffre.service.js';
import type { Keyring } from './esdk.js';
import { Tap, opened, sealing } from './sealing.js';

export interface Sealed {
  /** Of the plaintext. */
  readonly bytes: number;
  readonly sha256: string;
}

/** The objects of one scope for the time of one operation: its key is fetched once. */
export interface ScopedObjects {
  put(key: string, sourcePath: string): Promise<Sealed>;
  get(key: string): Promise<Readable>;
}

const CHUNK = { highWaterMark: 262_144 };

/** Objects of `pieces`, each encrypted under the key of its scope and bound to its own key: moved, it does not open. */
export class EncryptedObjects {
  constructor(
    private readonly coffre: Coffre,
    private readonly store: ObjectStore,
  ) {}

  async within(scope: string): Promise<ScopedObjects> {
    const keyring = await this.coffre.keyring(scope);
    return {
      put: (key, sourcePath) => this.seal(keyring, { scope, key }, sourcePath),
      get: async (key) => opened(await this.store.get('pieces', key), keyring, { scope, key }),
    };
  }

  /** Encrypts beside the source, because S3 wants the MD5 before the first byte. The key must never have been used. */
  async put(scope: string, key: string, sourcePath: string): Promise<Sealed> {
    return (await this.within(scope)).put(key, sourcePath);
  }

  /** The caller reads the stream to its end or destroys it. */
  async get(scope: string, key: string): Promise<Readable> {
    return (await this.within(scope)).get(key);
  }

  private async seal(keyring: Keyring, context: { scope: string; key: string }, sourcePath: string): Promise<Sealed> {
    const sealedPath = `${sourcePath}.${randomUUID()}`;
    const plain = new Tap('sha256');
    const sealed = new Tap('md5');
    try {
      const target = createWriteStream(sealedPath, { flags: 'wx', mode: 0o600, ...CHUNK });
      await pipeline(createReadStream(sourcePath, CHUNK), plain, sealing(keyring, context), sealed, target);
      const body = createReadStream(sealedPath, CHUNK);
      await this.store.put('pieces', context.key, body, { bytes: sealed.bytes, md5: sealed.digest() });
      return { bytes: plain.bytes, sha256: plain.digest() };
    } finally {
      await rm(sealedPath, { force: true });
    }
  }
}
