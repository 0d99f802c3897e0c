import { Transform, pipeline } from 'node:stream';
import type { Duplex, Readable } from 'node:stream';
import { createHash } from 'node:crypto';
import { ObjectStoreError } from '../objects/index.js';
import { ObjectTampered } from './coffre.errors.js';
import { FRAME_BYTES, SUITE, esdk, sameContext } from './esdk.js';
import type { Context, Keyring } from './esdk.js';
import { sealedBytes } from './sealed-size.rules.js';

/** Counts and hashes what passes. */
export class Tap extends Transform {
  bytes = 0;
  private readonly hash;

  constructor(algorithm: 'sha256' | 'md5') {
    super();
    this.hash = createHash(algorithm);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void) {
    this.bytes += chunk.length;
    this.hash.update(chunk);
    done(null, chunk);
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}

export const sealing = (keyring: Keyring, context: Context): Duplex =>
  esdk.encryptStream(keyring, { suiteId: SUITE, frameLength: FRAME_BYTES, encryptionContext: context });

/** Plaintext, frame by authenticated frame; anything wrong destroys the stream with an error, and never just ends it. */
export const opened = (sealed: Readable, keyring: Keyring, context: Context): Readable => {
  let received = 0;
  let released = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      done(null, chunk);
    },
  });
  const opening: Duplex = esdk.decryptStream(keyring, { maxBodySize: FRAME_BYTES });
  opening.once('MessageHeader', (header: { encryptionContext: Context }) => {
    if (!sameContext(header.encryptionContext, context)) opening.destroy(new ObjectTampered('autre objet'));
  });
  // The SDK may report the same fault again after the pipeline has let go of it.
  opening.on('error', () => {});
  const plaintext = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      released += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      const whole = received === sealedBytes(released, context, keyring.keyNamespace, keyring.keyName);
      done(whole ? null : new ObjectTampered('octets en trop'));
    },
    destroy: (error, done) => done(error && named(error)),
  });
  pipeline(sealed, counting, opening, plaintext, () => {});
  return plaintext;
};

const OURS = [ObjectStoreError, ObjectTampered];

const named = (error: Error): Error =>
  OURS.some((kind) => error instanceof kind) ? error : new ObjectTampered(error.message, { cause: error });
