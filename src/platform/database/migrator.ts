import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';

const FILE = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/** TypeORM orders migrations by a 13-digit stamp at the end of their name: ours is the number of the file. */
const nameOf = (number: string, subject: string): string => `${subject}-${1_000_000_000_000 + Number(number)}`;

const migrationOf = (directory: string, file: string): new () => MigrationInterface => {
  const [, number = '', subject = ''] = FILE.exec(file) ?? [];
  if (!number) throw new Error(`${file} : une migration se nomme 0001-sujet.sql`);
  return class implements MigrationInterface {
    name = nameOf(number, subject);

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(readFileSync(join(directory, file), 'utf8'));
    }

    async down(): Promise<void> {
      throw new Error('Les migrations ne font qu’avancer');
    }
  };
};

/**
 * Runs the plain SQL files of a folder that were not run yet, each in its own transaction, as the owner.
 * @returns the names of the migrations that ran.
 */
export const migrate = async (url: string, directory: string): Promise<string[]> => {
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .toSorted();
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations: files.map((file) => migrationOf(directory, file)),
    migrationsTransactionMode: 'each',
    migrationsTableName: 'migration',
  });
  await source.initialize();
  try {
    return (await source.runMigrations()).map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
};
