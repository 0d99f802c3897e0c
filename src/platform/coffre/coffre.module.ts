import { Module } from '@nestjs/common';
import { Pool } from 'pg';
import { OBJECT_STORE, ObjectsModule } from '../objects/index.js';
import type { ObjectStore } from '../objects/index.js';
import { coffreConfig } from './coffre.config.js';
import { CoffreRepository } from './coffre.repository.js';
import { Coffre } from './coffre.service.js';
import { EncryptedObjects } from './encrypted-objects.service.js';

@Module({
  imports: [ObjectsModule],
  providers: [
    {
      provide: CoffreRepository,
      useFactory: () => {
        const { COFFRE_URL, COFFRE_POOL } = coffreConfig.read();
        const patience = { connectionTimeoutMillis: 5_000, query_timeout: 10_000 };
        return new CoffreRepository(new Pool({ connectionString: COFFRE_URL, max: COFFRE_POOL, ...patience }));
      },
    },
    {
      provide: Coffre,
      inject: [CoffreRepository],
      useFactory: (keys: CoffreRepository) => {
        const { COFFRE_KEK, COFFRE_KEK_ID } = coffreConfig.read();
        return new Coffre(keys, { id: COFFRE_KEK_ID, key: COFFRE_KEK });
      },
    },
    {
      provide: EncryptedObjects,
      inject: [Coffre, OBJECT_STORE],
      useFactory: (coffre: Coffre, store: ObjectStore) => new EncryptedObjects(coffre, store),
    },
  ],
  exports: [Coffre, EncryptedObjects],
})
export class CoffreModule {}
