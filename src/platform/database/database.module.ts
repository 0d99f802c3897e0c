import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { databaseConfig } from './database.config.js';
import { Database, DATA_SOURCE } from './database.service.js';

@Global()
@Module({})
export class DatabaseModule {
  static of(entities: EntityTarget<ObjectLiteral>[], applicationName: string): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: DATA_SOURCE,
          useFactory: () => {
            const { DATABASE_URL, DATABASE_POOL } = databaseConfig.read();
            return new DataSource({
              type: 'postgres',
              url: DATABASE_URL,
              schema: 'dun',
              entities: entities as never,
              applicationName,
              poolSize: DATABASE_POOL,
              connectTimeoutMS: 5_000,
              extra: { options: '-c search_path=dun', query_timeout: 30_000 },
            });
          },
        },
        Database,
      ],
      exports: [Database],
    };
  }
}
