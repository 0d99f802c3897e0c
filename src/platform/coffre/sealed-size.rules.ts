import { FRAME_BYTES } from './esdk.js';
import type { Context } from './esdk.js';

const TAG = 16;
const IV = 12;
const SEQUENCE = 4;
const FRAME = SEQUENCE + IV + TAG;
/** End mark and length, which only the last frame carries. */
const LAST_FRAME = FRAME + 4 + 4;

const text = (value: string) => 2 + Buffer.byteLength(value);

const contextBytes = (context: Context) =>
  2 + 2 + Object.entries(context).reduce((sum, [name, value]) => sum + text(name) + text(value), 0);

const wrappedKeyBytes = (namespace: string, name: string) =>
  2 + text(namespace) + text(name) + 4 + 4 + IV + 2 + 32 + TAG;

const headerBytes = (context: Context, namespace: string, name: string) =>
  1 + 2 + 32 + contextBytes(context) + wrappedKeyBytes(namespace, name) + 1 + 4 + 32 + TAG;

/**
 * Length of an encrypted object (ESDK message format 2). A longer one was tampered with: the SDK stops at the last frame
 * and does not look at what follows.
 */
export const sealedBytes = (bytes: number, context: Context, namespace: string, name: string): number => {
  // The last frame is a shorter one, empty when the bytes fill the others.
  const fullFrames = Math.floor(bytes / FRAME_BYTES);
  return headerBytes(context, namespace, name) + bytes + fullFrames * FRAME + LAST_FRAME;
};
