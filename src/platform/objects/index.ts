export { BUCKETS, OBJECT_STORE } from './object-store.js';
export type { Bucket, ObjectStore, PutOptions, StoredObject } from './object-store.js';
export * from './objects.errors.js';
export { objectsConfig } from './objects.config.js';
export { MemoryObjectStore } from './memory-object-store.js';
export { ValidatedObjectStore } from './validated-object-store.js';
