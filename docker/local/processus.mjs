import { spawn, execFile } from 'node:child_process';
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Panne, lastWords } from './panne.mjs';

const DEADLY = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGABRT']);
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Daemons live in /usr/sbin, which an ordinary user often has not in PATH. */
export function findBinary(name) {
  const folders = [...(process.env.PATH ?? '').split(':'), ...SYSTEM_FOLDERS];
  return folders.map((folder) => join(folder || '.', name)).find((path) => existsSync(path));
}

/** Start time in clock ticks since boot: with the pid it names a process for good, a pid alone is reused. */
function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** What a child may know of us by default: nothing of the caller's configuration. */
export const minimalEnv = () => ({
  PATH: [...new Set([...(process.env.PATH ?? '').split(':'), ...SYSTEM_FOLDERS])].filter(Boolean).join(':'),
  HOME: process.env.HOME ?? '/',
  LANG: process.env.LANG ?? 'C.UTF-8',
  TZ: process.env.TZ ?? 'Europe/Paris',
});

const command = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
};

/** `setpriv` sets the parent-death signal after any change of user, then becomes the program: same pid, no shell. */
function asUser(user, { signal = 'keep' } = {}) {
  const identity = user ? ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'] : [];
  return ['--pdeathsig', signal.replace(/^SIG/, ''), ...identity, '--'];
}

/** Runs a program to its end; resolves to its output, rejects with what it said. */
export function run(file, args, { user, input, env = minimalEnv(), timeout = 60_000, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const options = { env, cwd, timeout, maxBuffer: 1 << 24, encoding: 'utf8' };
    const child = execFile(
      'setpriv',
      [...asUser(user, { signal: 'SIGKILL' }), file, ...args],
      options,
      (error, out, err) => {
        if (!error) return resolve(out);
        const said = (err || out || error.message).trim().split('\n').at(-1);
        return reject(Object.assign(new Error(said), { code: error.code, output: `${out}${err}` }));
      },
    );
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

async function until(gone, ms) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(15)) if (gone()) return true;
  return gone();
}

/**
 * One program that dies with us. It has its own session, so that Ctrl-C in the terminal reaches the launcher alone
 * and the order of the stop stays ours.
 */
export class Child {
  #spec;
  #process;
  #expected = false;
  #ended = Promise.resolve();

  /** spec: name, title, dir, file, args, env, user, stopSignal, dyingSignal, grace, cwd, onDeath(panne) */
  constructor(spec) {
    this.#spec = { stopSignal: 'SIGTERM', dyingSignal: 'SIGTERM', grace: 10_000, ...spec };
    this.log = join(spec.dir, 'journaux', `${spec.name}.log`);
    this.pidFile = join(spec.dir, 'run', `${spec.name}.pid`);
  }

  get name() {
    return this.#spec.name;
  }

  get title() {
    return this.#spec.title ?? this.#spec.name;
  }

  get pid() {
    return this.alive() ? this.#process.pid : undefined;
  }

  alive() {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  start() {
    const { dir, file, args, env = minimalEnv(), user, cwd, dyingSignal } = this.#spec;
    for (const folder of ['journaux', 'run']) mkdirSync(join(dir, folder), { recursive: true });
    this.#expected = false;
    const output = openSync(this.log, this.#process ? 'a' : 'w', 0o600);
    const wrapped = [...asUser(user, { signal: dyingSignal }), file, ...args];
    const child = spawn('setpriv', wrapped, { env, cwd, detached: true, stdio: ['ignore', output, output] });
    closeSync(output);
    this.#process = child;
    this.#ended = new Promise((resolve) => {
      child.once('error', resolve);
      child.once('exit', resolve);
    });
    void this.#ended.then(() => this.#onEnd(child));
    if (child.pid === undefined) return;
    const record = { pid: child.pid, start: startTime(child.pid), signal: this.#spec.stopSignal, name: this.name };
    writeFileSync(this.pidFile, JSON.stringify(record), { mode: 0o600 });
  }

  #onEnd(child) {
    if (this.#process === child && !this.#expected) this.#spec.onDeath?.(this.failure());
  }

  failure(what = 'ne tourne plus') {
    const said = lastWords(this.log) || 'aucun message';
    return new Panne(`${this.title} ${what}. Journal : ${this.log} ; dernière ligne : ${said}`);
  }

  /** Polls the probe until it answers true; a program that dies meanwhile is named with what it said. */
  async ready(probe, { timeout = 30_000, every = 20 } = {}) {
    const end = Date.now() + timeout;
    while (Date.now() < end) {
      if (!this.alive()) throw this.failure('ne démarre pas');
      if (await probe().catch(() => false)) return;
      await sleep(every);
    }
    throw this.failure(`ne répond pas après ${timeout / 1000} s`);
  }

  /** Sends a signal. One that ends the program is expected from then on: no death is reported. */
  kill(signal = 'SIGKILL') {
    if (!this.alive()) return;
    if (DEADLY.has(signal)) this.#expected = true;
    this.#process.kill(signal);
  }

  ended() {
    return this.#ended;
  }

  async stop() {
    this.#expected = true;
    if (this.alive()) {
      this.#process.kill('SIGCONT');
      this.#process.kill(this.#spec.stopSignal);
      const late = setTimeout(() => this.#process.kill('SIGKILL'), this.#spec.grace);
      await this.#ended;
      clearTimeout(late);
    }
    rmSync(this.pidFile, { force: true });
  }
}

async function endLeftover(file) {
  const { pid, start, signal } = JSON.parse(readFileSync(file, 'utf8'));
  const gone = () => startTime(pid) !== start;
  if (start === undefined || gone()) return undefined;
  const what = command(pid);
  process.kill(pid, 'SIGCONT');
  process.kill(pid, signal);
  if (!(await until(gone, 5000))) {
    process.kill(pid, 'SIGKILL');
    await until(gone, 5000);
  }
  return what;
}

/** Ends what a killed run of this very folder left behind, and nothing else. Call it under the folder's lock. */
export async function endLeftovers(dir) {
  const folder = join(dir, 'run');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.pid'));
  const ended = await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name);
      const what = await endLeftover(file).catch(() => undefined);
      rmSync(file, { force: true });
      return what;
    }),
  );
  return ended.filter((what) => what !== undefined);
}
