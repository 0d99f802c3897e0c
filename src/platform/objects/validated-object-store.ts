import type { Readable } from 'node:stream';
import type { Bucket, ObjectStore, PutOptions } from './object-store.js';
import { ObjectKeyInvalid } from './objects.errors.js';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const SEGMENT = '[a-z0-9][a-z0-9-]{0,39}(?:\\.[a-z0-9]{1,8})?';
const KEY = new RegExp(`^[a-z]+/${UUID}(?:/${SEGMENT}){0,4}$`);
const PREFIX = new RegExp(`^[a-z]+/(?:${UUID}(?:/${SEGMENT}){0,4}/?)?$`);

/** Keys are ours, never a person's file name: nothing but `noun/uuid…` reaches a driver (ASVS 5.3.2). */
export class ValidatedObjectStore implements ObjectStore {
  constructor(private readonly delegate: ObjectStore) {}

  async put(bucket: Bucket, key: string, body: Readable | Buffer, options: PutOptions) {
    return this.delegate.put(bucket, this.checked(key), body, options);
  }

  async get(bucket: Bucket, key: string) {
    return this.delegate.get(bucket, this.checked(key));
  }

  async head(bucket: Bucket, key: string) {
    return this.delegate.head(bucket, this.checked(key));
  }

  async remove(bucket: Bucket, key: string) {
    await this.delegate.remove(bucket, this.checked(key));
  }

  list(bucket: Bucket, prefix?: string) {
    return this.delegate.list(bucket, prefix === undefined ? undefined : this.checked(prefix, PREFIX));
  }

  private checked(key: string, pattern = KEY): string {
    if (!pattern.test(key)) throw new ObjectKeyInvalid(`clé refusée : ${JSON.stringify(key.slice(0, 200))}`);
    return key;
  }
}
