import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { envCli, envWeb, envWorker } from '../../../docker/local/environnement.mjs';
import { type Panne, type Stack, assertRoom, startStack } from '../../../docker/local/services.mjs';

const SERVICES = resolve('docker/local/services.mjs');
const env = {};

let folder: string;
let stack: Stack | undefined;

const text = (values: Record<string, string>) => JSON.stringify(values);

const isGone = (pid: number) =>
  !existsSync(`/proc/${pid}`) || readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

const until = async (what: () => boolean) => {
  for (let tries = 0; tries < 250 && !what(); tries += 1) await sleep(20);
  return what();
};

/** Another process that starts Redis there and waits: prints the pid of its Redis. */
const otherRun = async (dir: string) => {
  const script = `import { startStack } from ${JSON.stringify(SERVICES)};
    const stack = await startStack({ dir: ${JSON.stringify(dir)}, only: ['redis'], env: {} });
    console.log(stack.services.redis.pids()[0]);
    setInterval(() => {}, 1000);`;
  const run = spawn('node', ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await new Promise<Buffer>((first) => run.stdout.once('data', first));
  return { run, redis: Number(said.toString()) };
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dun-services-'));
  chmodSync(folder, 0o755);
});

afterEach(async () => {
  await stack?.stop();
  stack = undefined;
  rmSync(folder, { recursive: true, force: true });
});

it('refuses a second run in the same folder, in one line that says who holds it', async () => {
  stack = await startStack({ dir: folder, only: ['redis'], env });
  const again = startStack({ dir: folder, only: ['redis'], env });
  await expect(again).rejects.toThrow(
    new RegExp(`^Une exécution utilise déjà ${folder} \\(processus ${process.pid}\\) : .*relancez\\.$`),
  );
  expect(stack.services.redis?.alive()).toBe(true);
}, 20_000);

it('dies with a launcher killed by SIGKILL, and the next start is free at once', async () => {
  const { run, redis } = await otherRun(folder);
  run.kill('SIGKILL');
  expect(await until(() => isGone(redis))).toBe(true);
  stack = await startStack({ dir: folder, only: ['redis'], env });
  expect(stack.services.redis?.alive()).toBe(true);
}, 20_000);

it('ends a frozen leftover of a killed run, by its pid and only in its own folder', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'dun-voisin-'));
  const neighbour = await otherRun(elsewhere);
  const { run, redis } = await otherRun(folder);
  process.kill(redis, 'SIGSTOP');
  run.kill('SIGKILL');
  await sleep(200);
  expect(isGone(redis)).toBe(false);
  const lines: string[] = [];
  stack = await startStack({ dir: folder, only: ['redis'], env, log: (line) => lines.push(line) });
  expect(isGone(redis)).toBe(true);
  expect(lines).toContain('Restes d’une exécution interrompue arrêtés : 1 processus.');
  expect(isGone(neighbour.redis)).toBe(false);
  neighbour.run.kill('SIGKILL');
  expect(await until(() => isGone(neighbour.redis))).toBe(true);
  rmSync(elsewhere, { recursive: true, force: true });
}, 20_000);

it('names a service that dies later, with its log and last words', async () => {
  const dead = Promise.withResolvers<Panne>();
  stack = await startStack({ dir: folder, only: ['redis', 'clamd'], env, onDeath: dead.resolve });
  const [pid = 0] = stack.services.redis?.pids() ?? [];
  process.kill(pid, 'SIGKILL');
  const { message } = await dead.promise;
  expect(message).toMatch(/^Redis ne tourne plus\. Journal : .*journaux\/redis\.log ; dernière ligne : .+$/);
}, 20_000);

it('names a service that dies at its start', async () => {
  const broken = join(folder, 'clamd', 'base', 'casse.ndb');
  stack = await startStack({ dir: folder, only: ['clamd'], env });
  await stack.stop();
  stack = undefined;
  writeFileSync(broken, 'pas une signature\n');
  await expect(startStack({ dir: folder, only: ['redis', 'clamd'], env })).rejects.toThrow(
    /^L’antivirus clamd ne démarre pas\. Journal : .*clamd\.log ; dernière ligne : .+$/,
  );
}, 20_000);

it('comes back on the same port and data after a SIGKILL', async () => {
  stack = await startStack({ dir: folder, only: ['postgres'], env, fsync: false });
  const { postgres } = stack.services;
  const before = stack.env['DATABASE_URL'];
  await postgres?.kill();
  expect(postgres?.alive()).toBe(false);
  await postgres?.restart();
  expect(postgres?.alive()).toBe(true);
  expect(stack.env['DATABASE_URL']).toBe(before);
}, 30_000);

it('gives way to a taken port at the next start', async () => {
  stack = await startStack({ dir: folder, only: ['redis'], env });
  const port = Number(new URL(stack.env['REDIS_URL'] ?? '').port);
  await stack.stop();
  const squatter = createServer().listen(port, '127.0.0.1');
  stack = await startStack({ dir: folder, only: ['redis'], env });
  expect(Number(new URL(stack.env['REDIS_URL'] ?? '').port)).not.toBe(port);
  squatter.close();
}, 20_000);

const asRoot = process.getuid?.() === 0 ? it : it.skip;

asRoot(
  'starts PostgreSQL below a folder its account cannot enter',
  async () => {
    chmodSync(folder, 0o700);
    stack = await startStack({ dir: join(folder, 'clone', '.local'), only: ['postgres'], env, fsync: false });
    const [pid] = stack.services.postgres?.pids() ?? [];
    const data = /-D\0([^\0]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? '';
    expect(data).toMatch(/^\/var\/tmp\/dun-[0-9a-f]{16}\//);
    expect(statSync(join(data, '..')).mode & 0o777).toBe(0o700);
    await stack.stop();
    rmSync(join(data, '..'), { recursive: true, force: true });
  },
  30_000,
);

it('says how much room is missing', () => {
  expect(() => assertRoom(folder, 1e18)).toThrow(/^Plus assez de place dans .* : libérez de l’espace puis relancez\.$/);
});

it('uses what the environment gives, and asks for what must come with it', async () => {
  const given = {
    REDIS_URL: 'redis://ailleurs:6379/0',
    CLAMD_URL: 'tcp://ailleurs:3310',
    DATABASE_URL: 'postgres://a:b@ailleurs/x',
  };
  await expect(startStack({ dir: folder, env: { ...given, S3_ENDPOINT: 'https://s3.ailleurs' } })).rejects.toThrow(
    /^S3_ENDPOINT est donné, il faut aussi : S3_ADMIN_ACCESS_KEY, .*\.$/,
  );
  stack = await startStack({ dir: folder, only: ['postgres', 'redis', 'clamd'], env: given });
  expect(stack.env).toMatchObject(given);
  expect(stack.services).toEqual({});
}, 20_000);

it('gives each process its own keys and no others', () => {
  const owner = {
    DATABASE_URL: 'postgres://dun_owner:maitre@h:1/dun',
    S3_ADMIN_ACCESS_KEY: 'cle-admin',
    S3_ADMIN_SECRET_KEY: 'secret-admin',
  };
  const web = {
    DATABASE_WEB_PASSWORD: 'mot-web',
    COFFRE_WEB_PASSWORD: 'mot-coffre-web',
    S3_WEB_ACCESS_KEY: 'cle-web',
    S3_WEB_SECRET_KEY: 'secret-web',
  };
  const worker = {
    DATABASE_WORKER_PASSWORD: 'mot-worker',
    COFFRE_WORKER_PASSWORD: 'mot-coffre-worker',
    S3_WORKER_ACCESS_KEY: 'cle-worker',
    S3_WORKER_SECRET_KEY: 'secret-worker',
  };
  const shared = {
    REDIS_URL: 'redis://h:2/0',
    CLAMD_URL: 'tcp://h:3',
    S3_ENDPOINT: 'http://h:4',
    S3_REGION: 'r',
    COFFRE_KEK: 'kek',
    IDP_DEMONSTRATION_SECRET: 'idp',
    IDP_CLIENT_SECRET: 'client',
    SESSION_SECRET: 'session',
  };
  const all = { ...owner, ...web, ...worker, ...shared, S3_PRINCIPAL_WEB: 'w', S3_PRINCIPAL_WORKER: 'k' };
  expect(text(envWeb(all))).not.toMatch(
    /maitre|cle-admin|secret-admin|mot-worker|mot-coffre-worker|cle-worker|secret-worker|"idp"/,
  );
  expect(text(envWorker(all))).not.toMatch(
    /maitre|cle-admin|secret-admin|mot-web|mot-coffre-web|cle-web|secret-web|"idp"/,
  );
  expect(text(envCli(all))).not.toMatch(/secret-web|secret-worker|"idp"/);
  expect(envWeb(all, { database: 'copie', redisDb: 7 })).toMatchObject({
    DATABASE_URL: 'postgres://dun_web:mot-web@h:1/copie',
    COFFRE_URL: 'postgres://dun_coffre_web:mot-coffre-web@h:1/copie_coffre',
    REDIS_URL: 'redis://h:2/7',
  });
  expect(envWorker(all).COFFRE_URL).toBe('postgres://dun_coffre_worker:mot-coffre-worker@h:1/dun_coffre');
});
