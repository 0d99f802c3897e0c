import { Module } from '@nestjs/common';
import { Pool } from 'pg';
import { OBJECT_STORE, ObjectsModule } from '../objects/index.js';
import type { ObjectStore } from '../objects/index.js';
import { coffreConfig } from './coffre.config.js';
import { CoffreRepository } from './coffre.repository.js';
import { Coffre, type Kek } from './coffre.service.js';
import { EncryptedObjects } from './encrypted-objects.service.js';

const PATIENCE = { connectionTimeoutMillis: 5_000, query_timeout: 10_000 };

const repository = (url: string, max: number): CoffreRepository =>
  new CoffreRepository(new Pool({ connectionString: url, max, ...PATIENCE }));

/** As the owner of the coffre: binds it to this KEK, or refuses when it has another. */
export const prepareCoffre = async (ownerUrl: string, kek: Kek): Promise<void> => {
  const keys = repository(ownerUrl, 1);
  try {
    await new Coffre(keys, kek).prepare();
  } finally {
    await keys.onApplicationShutdown();
  }
};

@Module({
  imports: [ObjectsModule],
  providers: [
    {
      provide: CoffreRepository,
      useFactory: () => {
        const { COFFRE_URL, COFFRE_POOL } = coffreConfig.read();
        return repository(COFFRE_URL, COFFRE_POOL);
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
