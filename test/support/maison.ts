import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client as Postgres, Pool } from 'pg';
import { client, type Client } from '../../docker/demonstration/client.mjs';
import { type Copy, envCli, envSeed, envWeb, envWorker } from '../../docker/local/environnement.mjs';
import { type Idp, startIdp } from '../../docker/local/idp.mjs';

type Environnement = Record<string, string>;

const RACINE = resolve(import.meta.dirname, '../..');
const dist = (script: string): string => join(RACINE, 'dist', script);
const executer = promisify(execFile);

export const portLibre = (): Promise<number> =>
  new Promise((trouve) => {
    const serveur = createServer().listen(0, '127.0.0.1', () => {
      const { port } = serveur.address() as { port: number };
      serveur.close(() => trouve(port));
    });
  });

/** Calls `essai` until it gives something, or fails with what was awaited. */
export const attendre = async <T>(
  quoi: string,
  essai: () => Promise<T | null | undefined | false>,
  ms = 30_000,
): Promise<T> => {
  for (const fin = Date.now() + ms; Date.now() < fin; await pause(50)) {
    const resultat = await essai();
    if (resultat) return resultat;
  }
  throw new Error(`attendu en vain pendant ${ms} ms : ${quoi}`);
};

/** One process of the application, that a test may kill and start again. */
export class Processus {
  private enfant: ChildProcess | undefined;

  constructor(
    private readonly script: string,
    readonly env: Environnement,
    readonly journal: string,
  ) {}

  get pid(): number | undefined {
    return this.vivant ? this.enfant?.pid : undefined;
  }

  get vivant(): boolean {
    return this.enfant !== undefined && this.enfant.exitCode === null && this.enfant.signalCode === null;
  }

  demarrer(env: Environnement = {}): void {
    const sortie = openSync(this.journal, 'a');
    this.enfant = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, dist(this.script)], {
      cwd: RACINE,
      env: { ...this.env, ...env },
      stdio: ['ignore', sortie, sortie],
    });
  }

  /** Waits for it to end by itself. @returns the signal that ended it, or its exit code. */
  async fin(ms = 30_000): Promise<NodeJS.Signals | number | null> {
    await attendre(`fin de ${this.script}`, async () => !this.vivant, ms);
    return this.enfant?.signalCode ?? this.enfant?.exitCode ?? null;
  }

  /** Stopped by SIGSTOP. */
  get gele(): boolean {
    return this.vivant && /^State:\s+T/m.test(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
  }

  envoyer(signal: NodeJS.Signals): void {
    this.enfant?.kill(signal);
  }

  /** Resolves with the exit code, or null when a signal ended it. */
  async arreter(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const { enfant } = this;
    if (!enfant || !this.vivant) return enfant?.exitCode ?? null;
    const fin = new Promise<number | null>((termine) => enfant.once('exit', termine));
    enfant.kill(signal);
    return fin;
  }

  lireJournal(): string {
    return readFileSync(this.journal, 'utf8');
  }
}

export interface Options {
  /** Services to run on; those of the test launcher unless a test has its own to kill. */
  services?: Environnement;
  /** The demonstration's pièces too, in every state; otherwise only its people. */
  avecPieces?: boolean;
  /** Settings on top, of web and worker. */
  env?: Environnement;
}

/** A whole copy of the application of its own: database, buckets, Redis database, identity provider, web and worker. */
export class Maison {
  private constructor(
    readonly dossier: string,
    readonly port: number,
    readonly services: Environnement,
    readonly copie: Copy,
    readonly idp: Idp,
    readonly web: Processus,
    readonly worker: Processus,
    readonly base: Pool,
  ) {}

  static async monter({
    services = process.env as Environnement,
    avecPieces = false,
    env = {},
  }: Options = {}): Promise<Maison> {
    const nom = `t${randomUUID().slice(0, 8)}`;
    const dossier = mkdtempSync(join(tmpdir(), 'dun-essai-'));
    const port = await portLibre();
    const idp = await startIdp({
      secret: services['IDP_DEMONSTRATION_SECRET'] ?? 'demonstration',
      clientSecret: services['IDP_CLIENT_SECRET'] ?? 'demonstration',
      webUrl: `http://127.0.0.1:${port}`,
    });
    const copie: Copy = {
      database: nom,
      bucketPrefix: `${nom}-`,
      redisDb: randomInt(1, 15),
      scratchDir: dossier,
      issuer: idp.issuer,
      port,
      logLevel: 'info',
    };
    const admin = new Postgres({ connectionString: services['DATABASE_URL'] });
    await admin.connect();
    await admin.query(`create database ${nom}`);
    await admin.end();
    const cli = (args: string[], cliEnv: Environnement) =>
      executer(process.execPath, [dist('cli.js'), ...args], { cwd: RACINE, env: cliEnv });
    await cli(['preparer'], envCli(services, copie));
    await cli(['seed', ...(avecPieces ? [] : ['--sans-pieces'])], envSeed(services, copie));
    const base = new Pool({
      connectionString: envCli(services, copie)['DATABASE_URL'],
      options: '-c search_path=dun -c app.sujet=entretien',
      max: 2,
    });
    // A test may kill PostgreSQL.
    base.on('error', () => undefined);
    const web = new Processus('main.js', { ...envWeb(services, copie), ...env }, join(dossier, 'web.log'));
    const worker = new Processus('worker.js', { ...envWorker(services, copie), ...env }, join(dossier, 'worker.log'));
    return new Maison(dossier, port, services, copie, idp, web, worker, base);
  }

  get api(): string {
    return `http://127.0.0.1:${this.port}/api/v1`;
  }

  /** Starts web and worker; resolves once web is ready to serve. */
  async ouvrir(): Promise<this> {
    this.worker.demarrer();
    this.web.demarrer();
    await this.pret();
    return this;
  }

  async pret(): Promise<void> {
    await attendre('web prêt', () =>
      fetch(`${this.api}/sante/pret`).then(
        (reponse) => reponse.ok,
        () => false,
      ),
    );
  }

  /** The API as this account sees it. */
  async comme(nomUtilisateur: string): Promise<Client> {
    return client(this.api, await this.idp.jeton(nomUtilisateur));
  }

  async sql<T = Record<string, unknown>>(requete: string, parametres: unknown[] = []): Promise<T[]> {
    return (await this.base.query(requete, parametres)).rows as T[];
  }

  /** SQL in the database of the coffre, as its owner. */
  async coffre(requete: string, parametres: unknown[] = []): Promise<void> {
    const adresse = new URL(envCli(this.services, this.copie)['DATABASE_URL'] ?? '');
    adresse.pathname += '_coffre';
    const coffre = new Postgres({ connectionString: adresse.href });
    await coffre.connect();
    await coffre.query(requete, parametres);
    await coffre.end();
  }

  /** An operation command, with its output. */
  async cli(...args: string[]): Promise<{ code: number; sortie: string }> {
    const essai = executer(process.execPath, [dist('cli.js'), ...args], {
      cwd: RACINE,
      env: envCli(this.services, this.copie),
    });
    return essai.then(
      ({ stdout }) => ({ code: 0, sortie: stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        sortie: error.stdout + error.stderr,
      }),
    );
  }

  async fermer(): Promise<void> {
    await Promise.all([this.web.arreter(), this.worker.arreter()]);
    await this.idp.close();
    await this.base.end();
    rmSync(this.dossier, { recursive: true, force: true });
  }
}
