import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Client } from '../../docker/demonstration/client.mjs';
import type { ServiceName, Stack } from '../../docker/local/services.mjs';
import { type Contenu, Contenus } from './contenus.js';
import { Hasard } from './hasard.js';
import { attendre, Maison, type Processus } from './maison.js';
import { deposer, type Depot } from './telephone.js';
import { converger, verifierTout } from './verifier-tout.js';

/** Short delays, so that what a day would repair is repaired now. Longer than any freeze and any analysis of the tests. */
export const DELAIS_COURTS = {
  BALAYAGE_PAUSE_MS: '300',
  DEPOT_DELAI_S: '6',
  DEPOT_ABANDON_S: '12',
  OBJETS_ATTENDUS_DELAI_S: '20',
  S3_TIMEOUT_MS: '3000',
  ANTIVIRUS_DELAI_MS: '3000',
  ANALYSE_TENTATIVES_MAX: '60',
};

/** What can be hurt: `frapper` hurts it, `remettre` puts it right again. */
export interface Victime {
  nom: string;
  frapper(): Promise<void>;
  remettre(): Promise<void>;
}

const processus = (nom: string, victime: Processus): Victime => ({
  nom,
  async frapper() {
    if (!victime.vivant) throw new Error(`${nom} était déjà mort :\n${victime.lireJournal().slice(-2_000)}`);
    await victime.arreter('SIGKILL');
  },
  remettre: async () => victime.demarrer(),
});

const service = (nom: string, stack: Stack, quel: ServiceName, gel = false): Victime => ({
  nom,
  frapper: async () => stack.services[quel]?.kill(gel ? 'SIGSTOP' : 'SIGKILL'),
  remettre: async () => (gel ? stack.services[quel]?.kill('SIGCONT') : stack.services[quel]?.restart()),
});

const vidange = (stack: Stack): Victime => ({
  nom: 'FLUSHALL',
  async frapper() {
    const redis = new Redis(stack.env['REDIS_URL'] ?? '');
    await redis.flushall();
    redis.disconnect();
  },
  remettre: async () => undefined,
});

export const victimesDe = (maison: Maison, stack: Stack) => ({
  web: processus('web', maison.web),
  worker: processus('worker', maison.worker),
  redis: service('Redis', stack, 'redis'),
  clamd: service('clamd', stack, 'clamd'),
  s3: service('RGW', stack, 's3'),
  postgres: service('PostgreSQL', stack, 'postgres'),
  clamdGele: service('clamd gelé', stack, 'clamd', true),
  s3Gele: service('RGW gelé', stack, 's3', true),
  vidange: vidange(stack),
});

export interface Epreuve {
  coups: number;
  /** Milliseconds between two blows, and from a blow to the repair, drawn between these. */
  entreDeux: [number, number];
  duree: [number, number];
  enVol: number;
}

/** The share of blows that wait for work to go on; the others may fall on a start. */
const AU_TRAVAIL = 0.8;

/** One copy of the application on services that only this test may hurt, and everything that was deposited in it. */
export class Champ {
  readonly depots: Depot[] = [];
  private readonly contenus: Contenus;

  private constructor(
    readonly maison: Maison,
    readonly hasard: Hasard,
    private readonly phones: { client: Client; dossierId: string }[],
  ) {
    this.contenus = new Contenus(new Hasard(hasard.depart + 1));
  }

  static async ouvrir(stack: Stack, hasard: Hasard, env: Record<string, string> = {}): Promise<Champ> {
    const maison = await Maison.monter({ services: stack.env, env: { ...DELAIS_COURTS, ...env } });
    await maison.ouvrir();
    const phones = await Promise.all(
      ['amina', 'louis'].map(async (nom) => {
        const client = await maison.comme(nom);
        const { body } = await client.get('/dossiers');
        return { client, dossierId: body[0].id as string };
      }),
    );
    return new Champ(maison, hasard, phones);
  }

  get clients(): Client[] {
    return this.phones.map(({ client }) => client);
  }

  /** Deposits one pièce drawn at random and waits for its acknowledgement. */
  async deposer(contenus?: readonly Contenu[]): Promise<Depot> {
    const phone = this.phones[this.depots.length % this.phones.length];
    if (!phone) throw new Error('aucun téléphone');
    const depot = await deposer(phone.client, phone.dossierId, contenus ?? (await this.contenus.piece()), this.hasard);
    this.depots.push(depot);
    return depot;
  }

  /** Sends once, and looks at no answer. */
  async envoyer(contenus: readonly Contenu[]): Promise<void> {
    const [phone] = this.phones;
    await phone?.client.deposit(phone.dossierId, { type: 'BULLETINS_SALAIRE' }, contenus);
  }

  get fabrique(): Contenus {
    return this.contenus;
  }

  /** Strikes while `enVol` files are on their way all the time, then waits until everything is done, and checks it all. */
  async eprouver(victimes: readonly Victime[], epreuve: Epreuve): Promise<string[]> {
    const avant = this.depots.length;
    const vol = this.tenirEnVol(epreuve.enVol);
    try {
      for (let coup = 0; coup < epreuve.coups; coup += 1) {
        for (const victime of victimes) {
          if (this.hasard.suivant() < AU_TRAVAIL) await this.signeDeVie();
          await pause(this.hasard.entre(...epreuve.entreDeux));
          await victime.frapper();
          await pause(this.hasard.entre(...epreuve.duree));
          await victime.remettre();
        }
      }
    } finally {
      await vol.atterrir();
    }
    await this.maison.pret();
    const ms = await converger(this.maison);
    const depots = this.depots.slice(avant);
    const fichiers = depots.reduce((total, { contenus }) => total + contenus.length, 0);
    const reprises = depots.reduce((total, depot) => total + depot.reprises, 0);
    const { bilan, anomalies } = await verifierTout(this.maison, this.depots, this.clients);
    console.log(
      `${victimes.map(({ nom }) => nom).join(', ')} : ${epreuve.coups} coups chacun, ${fichiers} fichiers (en vol : ${vol.moyenne()} en moyenne), ${reprises} ` +
        `renvois, convergence ${(ms / 1000).toFixed(1)} s, ${anomalies.length} anomalie(s). ${bilan}${anomalies
          .slice(0, 20)
          .map((anomalie) => `\n  ${anomalie}`)
          .join('')}`,
    );
    return anomalies;
  }

  /** Until something moves again: on a slow machine a blow would otherwise fall on processes that are still starting. */
  private async signeDeVie(): Promise<void> {
    const fleches = async (): Promise<number> => {
      const [{ n } = { n: 0 }] = await this.maison.sql<{ n: number }>(
        `select (count(attendu_le) + count(recu_le) + count(sain_le) + count(pret_le) + count(fin_le))::int as n from fichier`,
      );
      return n;
    };
    const avant = await fleches();
    await attendre('signe de vie', async () => (await fleches()) > avant, 20_000).catch(() => undefined);
  }

  async fermer(): Promise<void> {
    await this.maison.fermer();
  }

  /** Phones that deposit one pièce after the other, as long as fewer than `enVol` files are on their way. */
  private tenirEnVol(enVol: number): { atterrir(): Promise<void>; moyenne(): number } {
    const fini = new AbortController();
    let enCours = 0;
    const mesures: number[] = [];
    const enRoute = async (): Promise<number> => {
      const [{ n } = { n: 0 }] = await this.maison.sql<{ n: number }>(
        `select count(*)::int as n from fichier where etat in ('ATTENDU', 'RECU', 'SAIN')`,
      );
      return n;
    };
    const envois = new Set<Promise<void>>();
    const echecs: unknown[] = [];
    const lancer = (): void => {
      enCours += 1;
      const envoi = this.deposer()
        .then(() => undefined)
        .catch((error: unknown) => void echecs.push(error))
        .finally(() => {
          enCours -= 1;
          envois.delete(envoi);
        });
      envois.add(envoi);
    };
    const boucle = (async () => {
      while (!fini.signal.aborted) {
        const dehors = await enRoute().catch(() => enVol);
        mesures.push(Math.max(dehors, enCours));
        for (let n = Math.max(dehors, enCours); n < enVol; n += 1) lancer();
        await pause(100);
      }
    })();
    return {
      async atterrir() {
        fini.abort();
        await boucle;
        await Promise.all(envois);
        if (echecs.length > 0) throw echecs[0];
      },
      moyenne: () => Math.round(mesures.reduce((somme, n) => somme + n, 0) / Math.max(1, mesures.length)),
    };
  }
}
