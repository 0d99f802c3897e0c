import type { Pool } from 'pg';

export interface KeyRow {
  readonly wrapped: Buffer;
  readonly destroyed: boolean;
}

export class CoffreRepository {
  constructor(private readonly pool: Pool) {
    // An idle connection that the server closes would otherwise end the process.
    pool.on('error', () => {});
  }

  async find(scope: string): Promise<KeyRow | undefined> {
    const { rows } = await this.pool.query<KeyRow>(
      `select cle_enveloppee as wrapped, detruite_le is not null as destroyed from cle where scope = $1`,
      [scope],
    );
    return rows[0];
  }

  async insertIfAbsent(scope: string, wrapped: Buffer, kekId: string): Promise<void> {
    await this.pool.query(
      `insert into cle (scope, cle_enveloppee, kek_id, creee_le) values ($1, $2, $3, now())
       on conflict (scope) do nothing`,
      [scope, wrapped, kekId],
    );
  }

  /** A scope that has no key yet is closed as well: replayed after a restore, an erasure must hold whatever came back. */
  async destroy(scope: string, kekId: string): Promise<void> {
    await this.pool.query(
      `insert into cle (scope, cle_enveloppee, kek_id, creee_le, detruite_le) values ($1, '', $2, now(), now())
       on conflict (scope) do update set cle_enveloppee = '', detruite_le = now() where cle.detruite_le is null`,
      [scope, kekId],
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
