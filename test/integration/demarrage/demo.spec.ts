import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const DEMO = resolve('docker/local/demo.mjs');

/** Stand-ins for the application: what is tried here is how the demonstration starts, watches and stops it. */
const APPLICATION = {
  'cli.js': `const expected = { preparer: 'cle-admin', seed: 'cle-web' }[process.argv[2]];
    if (process.env.S3_ACCESS_KEY !== expected) throw new Error('ce ne sont pas les clés attendues');`,
  'main.js': `import { createServer } from 'node:http';
    createServer((request, response) => response.end('pret')).listen(Number(process.env.PORT), '127.0.0.1');
    process.on('SIGTERM', () => { console.log('arrêt propre'); process.exit(0); });`,
  'worker.js': `console.log('file vide'); setInterval(() => {}, 1000);`,
};

/** S3 and PostgreSQL are given, so that only Redis and clamd are started: the way is the same and ten times shorter. */
const GIVEN = {
  DATABASE_URL: 'postgres://dun_owner:mot@127.0.0.1:1/dun',
  S3_ENDPOINT: 'http://127.0.0.1:1',
  S3_ADMIN_ACCESS_KEY: 'cle-admin',
  S3_ADMIN_SECRET_KEY: 'secret-admin',
  S3_WEB_ACCESS_KEY: 'cle-web',
  S3_WEB_SECRET_KEY: 'secret-web',
  S3_WORKER_ACCESS_KEY: 'cle-worker',
  S3_WORKER_SECRET_KEY: 'secret-worker',
};

interface Run {
  process: ChildProcess;
  out: () => string;
  err: () => string;
  status: Promise<number | null>;
}

let folder: string;
const dir = () => join(folder, 'demo');
const announced = () => join(folder, 'demo.json');

const launch = (
  args: string[],
  { held = true, env = {} }: { held?: boolean; env?: Record<string, string> } = {},
): Run => {
  const source = { ...GIVEN, ...env };
  const script = `import { demo } from ${JSON.stringify(DEMO)};
    const options = ${JSON.stringify({ args, dir: dir(), dist: join(folder, 'dist'), source })};
    const journey = ({ web, comptes, log }) => { log('parcours de ' + comptes.length + ' comptes sur ' + web); return ${held}; };
    try { process.exitCode = await demo({ ...options, journey }); }
    catch (error) { console.error(error.name === 'Panne' ? error.message : error.stack); process.exitCode = error.code ?? 9; }`;
  const run = spawn('node', ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  run.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
  run.stderr.on('data', (data: Buffer) => (said.err += data.toString()));
  const status = new Promise<number | null>((done) => run.once('close', done));
  return { process: run, out: () => said.out, err: () => said.err, status };
};

const until = async (what: () => boolean) => {
  for (let tries = 0; tries < 500 && !what(); tries += 1) await sleep(20);
  expect(what()).toBe(true);
};

const pidOf = (name: string) =>
  (JSON.parse(readFileSync(join(dir(), 'run', `${name}.pid`), 'utf8')) as { pid: number }).pid;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dun-demo-'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'package.json'), '{"type":"module"}');
  for (const [name, text] of Object.entries(APPLICATION)) writeFileSync(join(folder, 'dist', name), text);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('prints one JSON line and nothing else on stdout, and leaves nothing behind', async () => {
  const run = launch(['--once', '--json']);
  const status = await run.status;
  if (status !== 0) throw new Error(run.err());
  const lines = run.out().split('\n');
  expect(lines).toHaveLength(2);
  const house = JSON.parse(lines[0] ?? '') as { comptes: object[] };
  expect(Object.keys(house)).toEqual(['web', 'api', 'idp', 's3', 'redis', 'postgres', 'clamd', 'comptes']);
  expect(house.comptes[0]).toEqual({
    role: 'demandeur',
    organisme: null,
    nomUtilisateur: 'amina',
    bearer: expect.stringMatching(/^ey/),
  });
  expect(run.err()).toContain('parcours de');
  expect(existsSync(announced())).toBe(false);
  expect(readdirSync(join(dir(), 'run'))).toEqual([]);
  expect(readFileSync(join(dir(), 'journaux', 'web.log'), 'utf8')).toContain('arrêt propre');
}, 30_000);

it('keeps the same object in a file only its owner reads, until Ctrl-C', async () => {
  const run = launch([]);
  await until(() => run.out().includes('Ctrl-C pour tout arrêter'));
  expect(statSync(announced()).mode & 0o777).toBe(0o600);
  expect(run.out()).toMatch(/amina +demandeur/);
  run.process.kill('SIGINT');
  expect(await run.status).toBe(0);
  expect(existsSync(announced())).toBe(false);
}, 30_000);

it.each(['worker', 'redis'])(
  'says that %s died, and stops',
  async (name) => {
    const run = launch([]);
    await until(() => run.out().includes('Ctrl-C pour tout arrêter'));
    process.kill(pidOf(name), 'SIGKILL');
    expect(await run.status).toBe(1);
    const title = { worker: 'Le traitement des pièces (worker)', redis: 'Redis' }[name];
    expect(run.err()).toContain(`${title} ne tourne plus. Journal : ${join(dir(), 'journaux', `${name}.log`)}`);
    expect(run.err()).not.toMatch(/^ +at /m);
  },
  30_000,
);

it('has status 1 when the main job does not hold', async () => {
  expect(await launch(['--once'], { held: false }).status).toBe(1);
}, 30_000);

it('names the step that failed, with its last words', async () => {
  writeFileSync(join(folder, 'dist', 'cli.js'), `console.error('les tables manquent'); process.exit(3);`);
  const run = launch(['--once']);
  expect(await run.status).toBe(1);
  expect(run.err()).toMatch(/^Rôles, tables et seaux : échec\. Journal : .* ; dernière ligne : les tables manquent$/m);
}, 30_000);

it('says which fixed port is taken, before starting anything', async () => {
  const squatter = createServer();
  await new Promise<void>((done) => squatter.listen(0, '127.0.0.1', done));
  const address = squatter.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const run = launch([], { env: { PORT: port } });
  expect(await run.status).toBe(1);
  expect(run.err()).toContain(`Le port ${port} (PORT) est déjà pris`);
  expect(existsSync(dir())).toBe(false);
  squatter.close();
}, 30_000);
