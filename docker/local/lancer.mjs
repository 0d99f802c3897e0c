import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installModules, NODE, ROOT, withOurNode } from './installation.mjs';
import { Panne } from './panne.mjs';

/**
 * Entry of `npm run demo`, `npm test`, `npm run check`…: `node docker/local/lancer.mjs <command> [arguments]`.
 * First on the system's Node, before any module is installed; then again on ours (Node 24).
 */
const AGAIN = 'DUN_RELANCE';
const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const NUMBER = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

const parentOf = (pid) => {
  try {
    return /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
};

const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;

/** npm killed by SIGKILL cannot tell us, nor the shell it put between: its demo would go on alone and refuse the next. */
function watchNpm(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const atFirst = ancestors();
  setInterval(() => ancestors() !== atFirst && stop(), 300).unref();
}

/** Runs to its end and passes the stop on; Ctrl-C reaches the child by itself, a `kill` of us alone does not. */
function follow(file, args, env) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: ROOT, env, stdio: 'inherit' });
    const pass = (signal) => child.kill(signal);
    for (const signal of STOPS) process.on(signal, pass);
    watchNpm(() => pass('SIGTERM'));
    child.once('error', (error) => {
      console.error(`${file} : ${error.message}`);
      resolve(127);
    });
    child.once('exit', (code, signal) => {
      for (const one of STOPS) process.off(one, pass);
      resolve(code ?? 128 + (NUMBER[signal] ?? 9));
    });
  });
}

async function onSystemNode(args) {
  await installModules();
  const dying = ['--pdeathsig', 'TERM', '--', NODE, fileURLToPath(import.meta.url), ...args];
  return follow('setpriv', dying, { ...withOurNode(), [AGAIN]: '1' });
}

async function runSteps(steps) {
  for (const [file, ...args] of steps) {
    console.error(`→ ${[file, ...args].join(' ')}`);
    const code = await follow(file, args, process.env);
    if (code !== 0) {
      console.error(`« ${[file, ...args].join(' ')} » a échoué (code ${code}).`);
      return code;
    }
  }
  return 0;
}

function countTests(file) {
  if (!existsSync(file)) return '0 passed, 1 failed';
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
  return `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`;
}

async function runTests({ line, dir, results, services }, args) {
  const { startStack } = await import('./services.mjs');
  let dead;
  const onDeath = (panne) => {
    dead ??= panne;
    console.error(panne.message);
  };
  const stack = await startStack({ dir, only: services, log: (said) => console.error(said), onDeath, fsync: false });
  try {
    rmSync(results, { force: true });
    mkdirSync(dirname(results), { recursive: true });
    const [file, ...first] = [...line, '--json', `--outputFile=${results}`, ...args];
    const code = await follow(file, first, { ...process.env, ...stack.env, DUN_STACK_DIR: stack.dir });
    console.log(countTests(results));
    return code === 0 && dead ? 1 : code;
  } finally {
    await stack.stop();
  }
}

async function onOurNode([name, ...args]) {
  Reflect.deleteProperty(process.env, AGAIN);
  const { COMMANDS } = await import('./commandes.mjs');
  const command = COMMANDS[name];
  if (!command)
    throw new Panne(`Commande inconnue : ${name ?? '(aucune)'}. Choix : ${Object.keys(COMMANDS).join(', ')}.`, {
      code: 2,
    });
  const { build } = await import('./installation.mjs');
  if (command.services) {
    const [{ ensurePackages }, { localServices }] = await Promise.all([
      import('./paquets.mjs'),
      import('./services.mjs'),
    ]);
    await ensurePackages([...localServices(process.env, command.services), ...command.tools]);
  }
  await build();
  if (command.steps) return runSteps(command.steps);
  if (command.demo) return (await import('./demo.mjs')).demo({ args });
  return runTests(command, args);
}

async function main(args) {
  try {
    process.chdir(ROOT);
    process.exitCode = await (process.env[AGAIN] ? onOurNode(args) : onSystemNode(args));
  } catch (error) {
    if (!(error instanceof Panne)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = error.code;
  }
}

await main(process.argv.slice(2));
