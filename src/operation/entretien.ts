import { DataSource, type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { databaseConfig } from '../platform/database/index.js';

type Isolation = 'READ COMMITTED' | 'REPEATABLE READ';

/** One transaction as the owner of the schema, for operation commands: row-level security lets upkeep through. */
export const enEntretien = async <T>(
  work: (tx: EntityManager) => Promise<T>,
  {
    entities = [],
    isolation = 'READ COMMITTED',
  }: { entities?: EntityTarget<ObjectLiteral>[]; isolation?: Isolation } = {},
): Promise<T> => {
  const source = new DataSource({
    type: 'postgres',
    url: databaseConfig.read().DATABASE_URL,
    schema: 'dun',
    entities: entities as never,
  });
  await source.initialize();
  try {
    return await source.transaction(isolation, async (tx) => {
      await tx.query(`select set_config('app.sujet', 'entretien', true), set_config('search_path', 'dun', true)`);
      return work(tx);
    });
  } finally {
    await source.destroy();
  }
};
