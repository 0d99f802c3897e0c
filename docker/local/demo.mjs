import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envCli, envSeed, envWeb, envWorker } from './environnement.mjs';
import { LOCAL, NODE, ROOT } from './installation.mjs';
import { bearer } from './jeton.mjs';
import { Panne, lastWords, seconds } from './panne.mjs';
import { fixedOrFree } from './ports.mjs';
import { Child, minimalEnv, run } from './processus.mjs';
import { startStack } from './services.mjs';

const ACCOUNTS = join(ROOT, 'docker', 'demonstration', 'comptes.json');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const STOPPED = Symbol('stopped');

/** Two ways the demonstration ends before its time: a person stops it, or something it needs dies. */
function endings() {
  const stop = Promise.withResolvers();
  const death = Promise.withResolvers();
  const onSignal = () => stop.resolve(STOPPED);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  death.promise.catch(() => {});
  return {
    onDeath: death.reject,
    first: (work) => Promise.race([work, stop.promise, death.promise]),
    close: () => SIGNALS.forEach((signal) => process.off(signal, onSignal)),
  };
}

async function operate({ dist, dir, env }, command, title, say) {
  const since = Date.now();
  const log = join(dir, 'journaux', `${command}.log`);
  try {
    writeFileSync(log, await run(NODE, [join(dist, 'cli.js'), command], { env, cwd: ROOT, timeout: 300_000 }));
  } catch (error) {
    writeFileSync(log, error.output ?? error.message);
    throw new Panne(`${title} : échec. Journal : ${log} ; dernière ligne : ${lastWords(log) || error.message}`);
  }
  say(`${title} : fait en ${seconds(since)}`);
}

const accounts = (issuer, secret) =>
  Promise.all(
    JSON.parse(readFileSync(ACCOUNTS, 'utf8')).map(async ({ role, organisme, nomUtilisateur }) => ({
      role,
      organisme,
      nomUtilisateur,
      bearer: await bearer(issuer, secret, nomUtilisateur),
    })),
  );

const isOk = async (url) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  await response.arrayBuffer();
  return response.status === 200;
};

/** Starts everything in order; whatever was started is in `house` already when a later step fails. */
async function open({ dir, dist, house, say, onDeath, source }) {
  const since = Date.now();
  const ports = join(dir, 'adresses.json');
  const known = existsSync(ports) ? JSON.parse(readFileSync(ports, 'utf8')) : {};
  const webPort = await fixedOrFree('PORT', source.PORT, known.webPort);
  const idpPort = await fixedOrFree('IDP_PORT', source.IDP_PORT, known.idpPort);
  const web = `http://127.0.0.1:${webPort}`;
  const issuer = `http://127.0.0.1:${idpPort}`;
  house.stack = await startStack({ dir, log: say, onDeath, env: source });
  rmSync(house.file, { force: true }); // left by a killed run
  writeFileSync(ports, JSON.stringify({ webPort, idpPort }));
  const { env } = house.stack;
  const scratchDir = join(house.stack.dir, 'travail');
  mkdirSync(scratchDir, { recursive: true, mode: 0o700 });
  const copy = { issuer, port: webPort, scratchDir, logLevel: source.LOG_LEVEL || 'info' };

  const child = (name, title, script, childEnv) => {
    const made = new Child({
      name,
      title,
      dir: house.stack.dir,
      file: NODE,
      args: [script],
      env: childEnv,
      cwd: ROOT,
      onDeath,
    });
    house.children.unshift(made);
    made.start();
    return made;
  };
  const cli = { dist, dir: house.stack.dir, env: envCli(env, copy) };
  const secret = env.IDP_DEMONSTRATION_SECRET;
  const idpEnv = {
    ...minimalEnv(),
    IDP_PORT: String(idpPort),
    WEB_URL: web,
    IDP_DEMONSTRATION_SECRET: secret,
    IDP_CLIENT_SECRET: env.IDP_CLIENT_SECRET,
  };
  const idp = child('idp', 'Le fournisseur d’identité', join(ROOT, 'docker', 'local', 'idp.mjs'), idpEnv);
  await operate(cli, 'preparer', 'Rôles, tables et seaux', say);
  await operate({ ...cli, env: envSeed(env, copy) }, 'seed', 'Dossiers de démonstration', say);
  await idp.ready(() => isOk(`${issuer}/.well-known/openid-configuration`));
  const webChild = child('web', 'Le service web', join(dist, 'main.js'), envWeb(env, copy));
  const worker = child('worker', 'Le traitement des pièces (worker)', join(dist, 'worker.js'), envWorker(env, copy));
  await webChild.ready(() => isOk(`${web}/api/v1/sante/pret`), { timeout: 60_000, every: 100 });
  say(`Tout est prêt en ${seconds(since)}. Journaux : ${[webChild, worker, idp].map(({ log }) => log).join(', ')}`);
  return {
    web,
    api: `${web}/api/v1`,
    idp: issuer,
    s3: env.S3_ENDPOINT,
    redis: env.REDIS_URL,
    postgres: env.DATABASE_URL,
    clamd: env.CLAMD_URL,
    comptes: await accounts(issuer, secret),
  };
}

async function close({ stack, children, file }) {
  rmSync(file, { force: true });
  const front = children.filter(({ name }) => name !== 'idp');
  await Promise.all(front.map((child) => child.stop()));
  await Promise.all(children.map((child) => child.stop()));
  await stack?.stop();
}

const table = ({ comptes, ...addresses }) =>
  [
    '',
    'Adresses :',
    ...Object.entries(addresses).map(([name, value]) => `  ${name.padEnd(9)} ${value}`),
    'Comptes (leurs jetons sont dans .local/demo.json) :',
    ...comptes.map(
      ({ role, organisme, nomUtilisateur }) =>
        `  ${nomUtilisateur.padEnd(16)} ${role}${organisme ? `, organisme ${organisme}` : ''}`,
    ),
  ].join('\n');

function publish(file, house) {
  writeFileSync(file, `${JSON.stringify(house)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/**
 * `npm run demo`. Status 0: every step held (`--once`), or a person stopped it after it had run well.
 * `dist` and `journey` are replaced by the tests of the launcher itself.
 */
export async function demo({
  args = [],
  dir = join(LOCAL, 'demo'),
  dist = join(ROOT, 'dist'),
  journey,
  source = process.env,
} = {}) {
  const once = args.includes('--once');
  const json = args.includes('--json');
  const say = json ? console.error : console.log;
  const house = { stack: undefined, children: [], file: `${dir}.json` };
  const ending = endings();
  try {
    const opened = await ending.first(open({ dir, dist, house, say, onDeath: ending.onDeath, source }));
    if (opened === STOPPED) return 130;
    publish(house.file, opened);
    const { parcours } = journey ? { parcours: journey } : await import('./parcours.mjs');
    const held = await ending.first(parcours({ web: opened.web, comptes: opened.comptes, log: say }));
    if (held === STOPPED) return once ? 130 : 0;
    if (json) process.stdout.write(`${JSON.stringify(opened)}\n`);
    else say(table(opened));
    if (!held) say('Le parcours n’est pas allé au bout : voir ci-dessus.');
    if (!once) {
      say('\nCtrl-C pour tout arrêter.');
      await ending.first(new Promise(() => {}));
    }
    return held ? 0 : 1;
  } finally {
    if (house.stack) say('Arrêt…');
    await close(house);
    ending.close();
  }
}
