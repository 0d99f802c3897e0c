import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Panne, lastLines } from './panne.mjs';
import { Child, minimalEnv, run } from './processus.mjs';

const PROGRAMS = '/usr/lib/postgresql';
const OLDEST = 15;
const PATIENCE = 15_000;
const OWNER = 'dun_owner';
const DATABASE = 'dun';

const versions = () =>
  existsSync(PROGRAMS)
    ? readdirSync(PROGRAMS)
        .map(Number)
        .filter((version) => version >= OLDEST && existsSync(join(PROGRAMS, String(version), 'bin/postgres')))
        .toSorted((a, b) => b - a)
    : [];

export const hasPostgres = () => versions().length > 0;

/** PostgreSQL refuses to run as root: then it is the `postgres` user of the package. */
function serviceUser() {
  if (process.getuid() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  if (!line)
    throw new Panne('Le compte système « postgres » manque : installez le paquet postgresql-15 puis relancez.');
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/** The data folder, outside `dir` where the service user cannot pass the folders above it (a clone below /root). */
async function home(dir, user) {
  const inside = join(dir, 'postgres');
  const reachable = await run('test', ['-x', dir], { user }).then(
    () => true,
    () => false,
  );
  const path = reachable ? inside : `/var/tmp/dun-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  const owners = [process.getuid(), user?.uid];
  if (!found.isDirectory() || !owners.includes(found.uid)) {
    throw new Panne(`${path} appartient à un autre utilisateur : supprimez ce dossier puis relancez.`);
  }
  if (user) chownSync(path, user.uid, user.gid);
  chmodSync(path, 0o700);
  return path;
}

function programs(data) {
  const written = existsSync(join(data, 'PG_VERSION'))
    ? Number(readFileSync(join(data, 'PG_VERSION'), 'utf8'))
    : undefined;
  const version = written ?? versions()[0];
  if (!versions().includes(version)) {
    throw new Panne(
      `Les données ${data} demandent PostgreSQL ${version} : installez postgresql-${version}, ou supprimez ce dossier puis relancez.`,
    );
  }
  return join(PROGRAMS, String(version), 'bin');
}

async function initialise({ bin, data, path, user, secrets }) {
  const passwordFile = join(path, 'mot-de-passe');
  writeFileSync(passwordFile, secrets.POSTGRES_PASSWORD, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const args = ['-D', data, '-U', OWNER, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '-E', 'UTF8'];
  await run(join(bin, 'initdb'), [...args, '--locale=C.UTF-8', '--no-sync'], { user, cwd: path });
  rmSync(passwordFile);
}

const setting = ([name, value]) => ['-c', `${name}=${value}`];

export async function postgresService({ dir, port, secrets, onDeath, fsync }) {
  const user = serviceUser();
  const path = await home(dir, user);
  const data = join(path, 'donnees');
  const instance = join(path, 'instance');
  // Data made with other secrets (a removed `.local`, say) could never be opened again.
  const mine = existsSync(instance) && readFileSync(instance, 'utf8') === secrets.INSTANCE;
  if (!mine) {
    rmSync(instance, { force: true });
    rmSync(data, { recursive: true, force: true });
    await initialise({ bin: programs(data), data, path, user, secrets });
  }
  const bin = programs(data);

  const settings = Object.entries({
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    shared_buffers: '128MB',
    max_connections: 200,
    fsync: fsync ? 'on' : 'off',
    log_destination: 'stderr',
    logging_collector: 'off',
    // A failed statement may carry a name or an address: its text stays out of the log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  }).flatMap(setting);
  const child = new Child({
    name: 'postgres',
    title: 'PostgreSQL',
    dir,
    file: join(bin, 'postgres'),
    args: ['-D', data, ...settings],
    cwd: path,
    user,
    stopSignal: 'SIGINT',
    dyingSignal: 'SIGINT',
    onDeath,
  });
  const isReady = () => run(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]).then(() => true);
  // After a SIGKILL the old server's children still hold its memory for an instant, and a new one refuses to start.
  const serve = async (until) => {
    child.start();
    try {
      await child.ready(isReady);
    } catch (error) {
      if (Date.now() > until || !/shared memory|postmaster\.pid/.test(lastLines(child.log, 6))) throw error;
      await sleep(100);
      await serve(until);
    }
  };
  const start = async () => {
    await serve(Date.now() + PATIENCE);
    if (existsSync(instance)) return;
    const env = { ...minimalEnv(), PGPASSWORD: secrets.POSTGRES_PASSWORD };
    await run(join(bin, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', OWNER, DATABASE], { env });
    writeFileSync(instance, secrets.INSTANCE, { mode: 0o600 });
  };
  const url = `postgres://${OWNER}:${secrets.POSTGRES_PASSWORD}@127.0.0.1:${port}/${DATABASE}`;
  return { children: [child], start, env: { DATABASE_URL: url } };
}
