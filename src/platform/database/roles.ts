import { Client, escapeLiteral } from 'pg';

export interface RolePasswords {
  web: string;
  worker: string;
  coffreWeb: string;
  coffreWorker: string;
}

export const COFFRE_DATABASE = '_coffre';

const withDatabase = (url: string, database: string): string => {
  const copy = new URL(url);
  copy.pathname = `/${database}`;
  return copy.toString();
};

const login = (role: string, password: string, settings: Record<string, string> = {}): string =>
  [
    `do $$ begin create role ${role}; exception when duplicate_object then null; end $$`,
    `alter role ${role} login nosuperuser nobypassrls nocreaterole nocreatedb password ${escapeLiteral(password)}`,
    ...Object.entries(settings).map(([name, value]) => `alter role ${role} set ${name} = '${value}'`),
  ].join(';\n');

/**
 * Makes, as the owner, the roles of the application and the database of the coffre. May be run again at any time.
 * @returns the owner's URL of the coffre's database.
 */
export const prepareRoles = async (ownerUrl: string, passwords: RolePasswords): Promise<string> => {
  const database = new URL(ownerUrl).pathname.slice(1);
  const coffre = `${database}${COFFRE_DATABASE}`;
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      [
        `do $$ begin create role dun_faits nologin; exception when duplicate_object then null; end $$`,
        `grant dun_faits to current_user`,
        login('dun_web', passwords.web, { statement_timeout: '15s', idle_in_transaction_session_timeout: '30s' }),
        login('dun_worker', passwords.worker, { statement_timeout: '60s', idle_in_transaction_session_timeout: '60s' }),
        login('dun_coffre_web', passwords.coffreWeb, { statement_timeout: '5s' }),
        login('dun_coffre_worker', passwords.coffreWorker, { statement_timeout: '5s' }),
        `revoke all on database ${client.escapeIdentifier(database)} from public`,
        `grant connect on database ${client.escapeIdentifier(database)} to dun_web, dun_worker`,
      ].join(';\n'),
    );
    const { rowCount } = await client.query('select from pg_database where datname = $1', [coffre]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(coffre)}`);
    await client.query(
      `revoke all on database ${client.escapeIdentifier(coffre)} from public;
       grant connect on database ${client.escapeIdentifier(coffre)} to dun_coffre_web, dun_coffre_worker`,
    );
    return withDatabase(ownerUrl, coffre);
  } finally {
    await client.end();
  }
};
