import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

export const DATA_SOURCE = Symbol('DataSource');

/** No connection could be had in time: the base is away, or every connection is busy. Nothing was done; it may be asked again. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly statusCode = 503;

  constructor(cause: unknown) {
    super('base de données injoignable', { cause });
  }
}

/** Transactions of the application role. Only `acces` may use it: everything else goes through `enTantQue`. */
@Injectable()
export class Database implements OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  async onModuleInit(): Promise<void> {
    await this.source.initialize();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  /** Runs `work` in one transaction whose settings (`app.x`) row-level security reads; they end with it. */
  async transaction<T>(settings: Record<string, string>, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.connect().catch((error: unknown) => {
        throw new DatabaseUnavailable(error);
      });
      return await runner.manager.transaction(async (tx) => {
        const names = Object.keys(settings);
        const calls = names.map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, true)`);
        await tx.query(
          `select ${calls.join(', ')}`,
          names.flatMap((name) => [name, settings[name]]),
        );
        return work(tx);
      });
    } finally {
      await runner.release();
    }
  }

  async ping(): Promise<void> {
    await this.source.query('select 1');
  }
}
