import { Module } from '@nestjs/common';
import { OBJECT_STORE } from './object-store.js';
import type { ObjectStore } from './object-store.js';
import { objectsConfig } from './objects.config.js';
import { S3ObjectStore } from './s3-object-store.js';
import { ValidatedObjectStore } from './validated-object-store.js';

const configured = () => {
  const config = objectsConfig.read();
  return new S3ObjectStore({
    endpoint: config.S3_ENDPOINT,
    region: config.S3_REGION,
    bucketOwner: config.S3_BUCKET_OWNER,
    bucketPrefix: config.S3_BUCKET_PREFIX,
    accessKey: config.S3_ACCESS_KEY,
    secretKey: config.S3_SECRET_KEY,
    timeoutMs: config.S3_TIMEOUT_MS,
  });
};

/** For a command, which has no modules. */
export const objectStore = (): ObjectStore => new ValidatedObjectStore(configured());

@Module({
  providers: [
    { provide: S3ObjectStore, useFactory: configured },
    {
      provide: OBJECT_STORE,
      inject: [S3ObjectStore],
      useFactory: (driver: S3ObjectStore) => new ValidatedObjectStore(driver),
    },
  ],
  exports: [OBJECT_STORE],
})
export class ObjectsModule {}
