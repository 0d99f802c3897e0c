import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, statfsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cephService } from './ceph.mjs';
import { clamdService } from './clamd.mjs';
import { Panne, seconds } from './panne.mjs';
import { freePort } from './ports.mjs';
import { postgresService } from './postgres.mjs';
import { endLeftovers } from './processus.mjs';
import { redisService } from './redis.mjs';
import { APPLICATION, readSecrets } from './secrets.mjs';
import { takeLock } from './verrou.mjs';

export { Panne } from './panne.mjs';

const GB = 1e9;
const ROOM_FIRST = 1.5 * GB;
const ROOM_LATER = 0.5 * GB;

const S3_KEYS = ['ADMIN', 'WEB', 'WORKER'].flatMap((role) => [`S3_${role}_ACCESS_KEY`, `S3_${role}_SECRET_KEY`]);

/** variable: set by the caller, it replaces the local service; the others must or may come with it. */
const SERVICES = {
  postgres: { title: 'PostgreSQL', variable: 'DATABASE_URL', ports: ['postgres'], make: postgresService },
  redis: { title: 'Redis', variable: 'REDIS_URL', ports: ['redis'], make: redisService },
  clamd: { title: 'clamd', variable: 'CLAMD_URL', ports: ['clamd'], make: clamdService },
  s3: {
    title: 'S3 (Ceph)',
    variable: 'S3_ENDPOINT',
    required: S3_KEYS,
    defaults: {
      S3_REGION: 'us-east-1',
      S3_PRINCIPAL_WEB: 'arn:aws:iam:::user/dun-web',
      S3_PRINCIPAL_WORKER: 'arn:aws:iam:::user/dun-worker',
    },
    ports: ['s3', 'mon', 'osd'],
    make: cephService,
  },
};

export const SERVICE_NAMES = Object.keys(SERVICES);

const given = (source, name) => source[name] !== undefined && source[name] !== '';

/** The services this environment leaves to us. */
export const localServices = (source = process.env, only = SERVICE_NAMES) =>
  only.filter((name) => !given(source, SERVICES[name].variable));

function passThrough(source, name) {
  const { variable, required = [], defaults = {} } = SERVICES[name];
  const missing = required.filter((key) => !given(source, key));
  if (missing.length > 0) throw new Panne(`${variable} est donné, il faut aussi : ${missing.join(', ')}.`);
  const own = [variable, ...required].map((key) => [key, source[key]]);
  return Object.fromEntries([
    ...own,
    ...Object.entries(defaults).map(([key, value]) => [key, given(source, key) ? source[key] : value]),
  ]);
}

const say = (bytes) => `${(bytes / GB).toFixed(1).replace('.', ',')} Go`;

export function assertRoom(folder, bytes) {
  const { bavail, bsize } = statfsSync(folder);
  const left = bavail * bsize;
  if (left >= bytes) return;
  throw new Panne(
    `Plus assez de place dans ${folder} (${say(left)} libres, il en faut ${say(bytes)}) : libérez de l’espace puis relancez.`,
  );
}

function openDir(path) {
  try {
    mkdirSync(path, { recursive: true });
    const dir = realpathSync(path);
    // As root the services run under other accounts, which must pass through; the secrets inside are 0600.
    chmodSync(dir, process.getuid() === 0 ? 0o711 : 0o700);
    assertRoom(dir, existsSync(join(dir, 'secrets.json')) ? ROOM_LATER : ROOM_FIRST);
    return dir;
  } catch (error) {
    if (error instanceof Panne) throw error;
    const why = {
      EACCES: 'appartient à un autre utilisateur',
      EPERM: 'appartient à un autre utilisateur',
      ENOSPC: 'est sur un disque plein',
    };
    throw new Panne(
      `${path} ${why[error.code] ?? `n’est pas utilisable (${error.code})`} : supprimez ce dossier ou changez de compte, puis relancez.`,
    );
  }
}

/** Ports are remembered, so that addresses stay the same from one start to the next; a taken one is replaced. */
async function choosePorts(dir, names) {
  const file = join(dir, 'ports.json');
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const taken = new Set();
  for (const name of names.flatMap((service) => SERVICES[service].ports))
    known[name] = await freePort(known[name], taken);
  writeFileSync(file, JSON.stringify(known));
  return known;
}

function handleOf(name, { children, start }) {
  const [main] = children;
  return {
    name,
    title: main.title,
    log: main.log,
    pids: () => children.map((child) => child.pid).filter((pid) => pid !== undefined),
    alive: () => children.every((child) => child.alive()),
    async kill(signal = 'SIGKILL', { everything = false } = {}) {
      const targets = everything ? children : [main];
      for (const child of targets) child.kill(signal);
      if (signal === 'SIGKILL') await Promise.all(targets.map((child) => child.ended()));
    },
    async restart() {
      if (children.length === 1 || main.alive()) await main.stop();
      await start();
    },
    async stop() {
      for (const child of children) await child.stop();
    },
  };
}

const running = (dir) => (pid) =>
  `Une exécution utilise déjà ${dir}${pid ? ` (processus ${pid})` : ''} : arrêtez-la (Ctrl-C dans son terminal${pid ? ` ou « kill ${pid} »` : ''}) puis relancez.`;

/**
 * Starts what the environment does not give. One stack a folder at a time; all on 127.0.0.1; everything dies with us.
 * `onDeath` is called with a Panne when a service ends without having been asked to.
 */
export async function startStack({
  dir: path,
  only = SERVICE_NAMES,
  log = () => {},
  onDeath,
  env: source = process.env,
  fsync = true,
}) {
  const dir = openDir(resolve(path));
  const lock = await takeLock(join(dir, 'verrou'), { wait: 5, refusal: running(dir) });
  const started = {};
  const stop = async () => {
    await Promise.all(Object.values(started).map((handle) => handle.stop()));
    await lock.release();
  };
  try {
    const leftovers = await endLeftovers(dir);
    if (leftovers.length > 0) log(`Restes d’une exécution interrompue arrêtés : ${leftovers.length} processus.`);
    const secrets = readSecrets(dir);
    const local = localServices(source, only);
    const ports = await choosePorts(dir, local);
    const env = Object.fromEntries(
      APPLICATION.map((name) => [name, given(source, name) ? source[name] : secrets[name]]),
    );
    for (const name of only.filter((one) => !local.includes(one))) Object.assign(env, passThrough(source, name));
    const results = await Promise.allSettled(
      local.map(async (name) => {
        const since = Date.now();
        const service = await SERVICES[name].make({ dir, port: ports[name], ports, secrets, onDeath, fsync });
        started[name] = handleOf(name, service);
        await service.start();
        Object.assign(env, service.env);
        log(`${SERVICES[name].title} prêt en ${seconds(since)}`);
      }),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return { dir, env, services: started, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
