import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Panne, lastLines, seconds } from './panne.mjs';
import { takeLock } from './verrou.mjs';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const LOCAL = join(ROOT, '.local');
const BIN = join(ROOT, 'node_modules', '.bin');
export const NODE = join(BIN, 'node');

const MODULES_STAMP = join(ROOT, 'node_modules', '.dun-empreinte');
const BUILD_STAMP = join(ROOT, 'dist', '.dun-empreinte');

const digest = (parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
};

const stampIs = (file, value) => existsSync(file) && readFileSync(file, 'utf8') === value;

function modulesDigest() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return digest([readFileSync(join(ROOT, 'package-lock.json')), JSON.stringify([dependencies, devDependencies])]);
}

function sourcesDigest() {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .toSorted();
  const settings = ['.swcrc', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].map(
    (name) => join(ROOT, name),
  );
  return digest([...sources, ...settings].flatMap((file) => [file.slice(ROOT.length), readFileSync(file)]));
}

/** Node 24 of our own modules first, so that every program started from here runs on it. */
export const withOurNode = (env = process.env) => ({ ...env, PATH: `${BIN}:${env.PATH ?? ''}` });

/** Runs a tool in silence: what it says goes to a file, shown only when it fails. */
export function quietly(file, args, { logName, env = process.env, input = 'ignore' }) {
  const folder = join(LOCAL, 'journaux');
  mkdirSync(folder, { recursive: true });
  const log = join(folder, `${logName}.log`);
  const output = openSync(log, 'w');
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: ROOT, env, stdio: [input, output, output] });
    closeSync(output);
    child.once('error', (error) => resolve({ code: 127, log, said: error.message }));
    child.once('exit', (code, signal) => resolve({ code: code ?? 1, signal, log, said: lastLines(log, 15) }));
  });
}

async function once(stamp, value, what, work) {
  if (stampIs(stamp, value())) return;
  const lock = await takeLock(join(LOCAL, 'installation.verrou'), {
    wait: 600,
    refusal: () => 'Une autre installation est en cours depuis dix minutes : attendez sa fin puis relancez.',
  });
  try {
    if (stampIs(stamp, value())) return;
    const since = Date.now();
    console.error(`${what}…`);
    await work();
    writeFileSync(stamp, value());
    console.error(`${what} : fait en ${seconds(since)}`);
  } finally {
    await lock.release();
  }
}

const fails = ({ code, log, said }, what, advice) => {
  if (code === 0) return;
  if (said) console.error(said);
  throw new Panne(`${what} a échoué (code ${code}, journal : ${log}). ${advice}`);
};

export const installModules = () =>
  once(MODULES_STAMP, modulesDigest, 'Installation des modules (npm install)', async () => {
    // npm 11's `npm ci` refuses a lock written where another platform's binaries were absent.
    const result = await quietly('npm', ['install', '--no-audit', '--no-fund'], { logName: 'npm-install' });
    fails(result, 'npm install', 'Vérifiez la connexion au registre npm, puis relancez.');
    if (!existsSync(NODE)) throw new Panne(`${NODE} manque après npm install : supprimez node_modules puis relancez.`);
  });

export const build = () =>
  once(BUILD_STAMP, sourcesDigest, 'Construction (nest build)', async () => {
    const result = await quietly(NODE, [join(BIN, 'nest'), 'build'], { logName: 'nest-build', env: withOurNode() });
    fails(result, 'La construction', 'Corrigez l’erreur ci-dessus, puis relancez.');
  });
