import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { ANTIVIRUS_CONFIG, type AntivirusConfig } from './antivirus.config.js';
import { AntivirusIndisponible } from './antivirus.errors.js';
import type { Moteur, Verdict } from './verdict.js';
import { composer, lireConstat, lireVersion, reserveSurLaBase } from './verdict.rules.js';

const MORCEAU = 256 * 1024;
const REPONSE_MAX = 4096;
const REPIT_MS = 500;

export interface Disponibilite {
  readonly pret: boolean;
  /** For the operator, when there is something to say. */
  readonly reserve?: string;
}

/** INSTREAM: each piece goes behind its length, a length of zero ends the stream. */
async function* enTrames(morceaux: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  for await (const morceau of morceaux) {
    const longueur = Buffer.alloc(4);
    longueur.writeUInt32BE(morceau.length);
    yield longueur;
    yield morceau;
  }
  yield Buffer.alloc(4);
}

/** A reply ends with NUL. One that the peer cuts short is none, however much it looks like a verdict. */
const lire = async (socket: Socket): Promise<string> => {
  let recu = '';
  for await (const morceau of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    recu += morceau.toString('latin1');
    const fin = recu.indexOf('\0');
    if (fin >= 0) return recu.slice(0, fin);
    if (recu.length > REPONSE_MAX) break;
  }
  throw new AntivirusIndisponible(`réponse incomplète de clamd : ${JSON.stringify(recu.slice(0, 200))}`);
};

/** clamd over its socket. Whatever is not one of its verdicts is thrown as AntivirusIndisponible: to be tried again. */
@Injectable()
export class ClamdService {
  constructor(@Inject(ANTIVIRUS_CONFIG) private readonly config: AntivirusConfig) {}

  async examiner(chemin: string): Promise<Verdict> {
    const source = createReadStream(chemin, { highWaterMark: MORCEAU });
    const reponse = await this.echanger((socket) => pipeline(source, enTrames, socket, { end: false }));
    const constat = lireConstat(reponse);
    if (!constat) throw new AntivirusIndisponible(`clamd n’a pas rendu de verdict : ${reponse}`);
    const moteur = await this.version();
    if (!moteur) throw new AntivirusIndisponible('clamd a rendu un verdict sans dire sa version');
    return composer(constat, moteur);
  }

  /** Null when clamd does not answer, or is not clamd. */
  async version(): Promise<Moteur | null> {
    const demande = Readable.from([Buffer.from('zVERSION\0')]);
    const reponse = await this.echanger((socket) => pipeline(demande, socket, { end: false })).catch(() => '');
    return lireVersion(reponse) ?? null;
  }

  /** Signatures of unknown age or too old: said in demonstration, not ready in production. */
  async pret(): Promise<Disponibilite> {
    const moteur = await this.version();
    if (!moteur) return { pret: false, reserve: 'clamd ne répond pas' };
    const reserve = reserveSurLaBase(moteur, this.config.ANTIVIRUS_AGE_JOURS, new Date());
    return reserve === undefined ? { pret: true } : { pret: this.config.MODE === 'demonstration', reserve };
  }

  /** One connection, one question, one reply, under our own deadline: a frozen clamd never closes by itself. */
  private async echanger(envoyer: (socket: Socket) => Promise<void>): Promise<string> {
    const socket = this.connecter();
    const delai = this.config.ANTIVIRUS_DELAI_MS;
    const horloge = setTimeout(() => {
      socket.destroy(new AntivirusIndisponible(`clamd n’a pas répondu en ${delai} ms`));
    }, delai);
    try {
      return await this.lesDeux(lire(socket), envoyer(socket));
    } finally {
      clearTimeout(horloge);
      socket.destroy();
    }
  }

  /** A verdict counts only when everything was sent. A reply that comes earlier says why clamd stopped reading. */
  private async lesDeux(reponse: Promise<string>, envoi: Promise<void>): Promise<string> {
    const envoye = envoi.then(
      () => null,
      (error: unknown) => error,
    );
    const lue = await reponse.catch((error: unknown) => error);
    const echec = await Promise.race([envoye, pause(REPIT_MS, 'réponse avant la fin de l’envoi', { ref: false })]);
    if (typeof lue === 'string' && echec === null) return lue;
    throw new AntivirusIndisponible(
      [lue, echec]
        .filter((cause) => cause !== null)
        .map(String)
        .join(' / '),
    );
  }

  private connecter(): Socket {
    const { CLAMD_URL: adresse } = this.config;
    if (adresse.startsWith('unix:')) return connect(adresse.slice('unix:'.length));
    const { hostname, port } = new URL(adresse);
    return connect(Number(port), hostname);
  }
}
