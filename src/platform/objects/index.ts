export { BUCKETS, OBJECT_STORE } from './object-store.js';
export type { Bucket, ObjectStore, StoredObject } from './object-store.js';
export * from './objects.errors.js';
export { objectsConfig } from './objects.config.js';
export { objectStore, ObjectsModule } from './objects.module.js';
export { bucketsConfig } from './buckets.config.js';
export { prepareBuckets } from './buckets.service.js';
export type { BucketSettings } from './buckets.service.js';
export { S3ObjectStore } from './s3-object-store.js';
