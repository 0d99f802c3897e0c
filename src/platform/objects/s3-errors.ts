import {
  ObjectCorrupted,
  ObjectExists,
  ObjectForbidden,
  ObjectMissing,
  ObjectStoreError,
  ObjectStoreUnavailable,
} from './objects.errors.js';

interface Answer {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const NOT_THE_BYTES_ANNOUNCED = new Set(['BadDigest', 'InvalidDigest', 'IncompleteBody']);

/** By code and status, never by text: Ceph often sends no text at all. */
const kindOf = ({ name = '', $metadata }: Answer) => {
  const status = $metadata?.httpStatusCode;
  // Not answered (no connection, cut, out of time), or never sent because the call is wrong.
  if (status === undefined) return name === 'TypeError' ? undefined : ObjectStoreUnavailable;
  // A bucket that is not there is a broken installation; reported as a missing object it would empty the tables.
  if (name === 'NoSuchBucket') return ObjectStoreUnavailable;
  if (NOT_THE_BYTES_ANNOUNCED.has(name)) return ObjectCorrupted;
  if (status === 404) return ObjectMissing;
  if (status === 403) return ObjectForbidden;
  if (status === 412) return ObjectExists;
  const transient = status === 408 || status === 409 || status === 429 || status >= 500;
  return transient ? ObjectStoreUnavailable : undefined;
};

/** What we cannot name is a fault of ours: it comes back as it is. */
export const translated = (error: Error, place: string): Error => {
  if (error instanceof ObjectStoreError) return error;
  const Kind = kindOf(error);
  return Kind ? new Kind(place, { cause: error }) : error;
};
