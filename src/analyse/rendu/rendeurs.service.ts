import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import type { Genre, Isolation } from './lanceur.js';
import { Rendeur } from './rendeur.js';
import { RENDEURS_CONFIG, type RendeursConfig } from './rendu.config.js';
import { IsolationAbsente, RendeurTombe } from './rendu.errors.js';
import {
  reponseAssembler,
  reponseDechiffrer,
  reponseNormaliser,
  type Demande,
  type DemandeAssembler,
  type DemandeDechiffrer,
  type DemandeNormaliser,
  type Limites,
  type ReponseAssembler,
  type ReponseDechiffrer,
  type ReponseNormaliser,
} from './rendu.schema.js';
import { sonderIsolation, type Sonde } from './sonde.js';

// Far below what qpdf does on two busy cores: time grows with the dossier, and still ends.
const OCTETS_PAR_MS = 5000;

type Sans<T, K extends keyof T> = Omit<T, K>;

// Under Jest this file runs from `src`, where no compiled process stands beside it.
const entree = (): string =>
  ['./rendeur.process.js', '../../../dist/analyse/rendu/rendeur.process.js']
    .map((chemin) => fileURLToPath(new URL(chemin, import.meta.url)))
    .find(existsSync) ?? 'rendeur.process.js';

/** The pool of processes that open hostile bytes; at most RENDEURS at a time, each replaced after its share. */
@Injectable()
export class RendeursService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(RendeursService.name);
  private readonly entree = entree();
  private readonly libres: Rendeur[] = [];
  private readonly occupes = new Set<Rendeur>();
  private readonly file: { pressee: boolean; entrer: () => void; renoncer: (error: Error) => void }[] = [];
  private pris = 0;
  private arret = false;
  private sonde: Sonde | undefined;

  constructor(@Inject(RENDEURS_CONFIG) private readonly config: RendeursConfig) {}

  get isolation(): Isolation {
    return this.sonde?.isolation ?? 'aucune';
  }

  async onModuleInit(): Promise<void> {
    this.sonde = await sonderIsolation(this.config, this.entree);
    if (this.isolation === 'aucune' && this.config.MODE === 'production') {
      throw new IsolationAbsente(
        'Les rendeurs auraient accès au réseau ou aux secrets du worker : autorisez les espaces de noms (`unshare -n` en root, `unshare -r -n` sinon) avant de démarrer en production.',
      );
    }
    const programme = this.sonde.coupure.join(' ') || 'no network namespace';
    this.logger[this.isolation === 'aucune' ? 'warn' : 'log'](`Renderers: isolation ${this.isolation} (${programme})`);
  }

  onApplicationShutdown(): void {
    this.arret = true;
    for (const { renoncer } of this.file.splice(0)) renoncer(new RendeurTombe('shutdown'));
    for (const rendeur of [...this.libres.splice(0), ...this.occupes]) rendeur.tuer();
  }

  normaliser(une: Sans<DemandeNormaliser, 'acte' | 'limites'> & { limites?: Limites }): Promise<ReponseNormaliser> {
    const limites = une.limites ?? { pages: this.config.RENDU_PAGES, pixels: this.config.RENDU_PIXELS };
    return this.demander({ ...une, limites, acte: 'normaliser' }, reponseNormaliser);
  }

  dechiffrer(une: Sans<DemandeDechiffrer, 'acte'>): Promise<ReponseDechiffrer> {
    return this.demander({ ...une, acte: 'dechiffrer' }, reponseDechiffrer);
  }

  /** A person waits for this one: it goes before the deposits. */
  async assembler(une: Sans<DemandeAssembler, 'acte'>): Promise<ReponseAssembler> {
    const tailles = await Promise.all(
      une.pieces.flatMap(({ pdfs }) => pdfs).map(async (pdf) => (await stat(pdf)).size),
    );
    const octets = tailles.reduce((somme, taille) => somme + taille, 0);
    const delaiMs = this.config.RENDU_DELAI_MS + Math.ceil(octets / OCTETS_PAR_MS);
    return this.demander({ ...une, acte: 'assembler' }, reponseAssembler, { genre: 'dossier', delaiMs });
  }

  private async demander<T>(
    une: Demande,
    schema: z.ZodType<T>,
    { genre = 'depot', delaiMs }: { genre?: Genre; delaiMs?: number } = {},
  ): Promise<T> {
    await this.attendreSonTour(genre === 'dossier');
    const rendeur = this.prendre(genre);
    try {
      const lue = schema.safeParse(await rendeur.demander(une, delaiMs));
      if (lue.success) return lue.data;
      rendeur.tuer();
      throw new RendeurTombe('answer of an unknown shape');
    } finally {
      this.rendre(rendeur);
    }
  }

  private attendreSonTour(pressee: boolean): Promise<void> {
    if (this.arret) return Promise.reject(new RendeurTombe('shutdown'));
    if (this.pris < this.config.RENDEURS) {
      this.pris += 1;
      return Promise.resolve();
    }
    return new Promise((entrer, renoncer) => {
      const rang = pressee ? this.file.findIndex((autre) => !autre.pressee) : -1;
      this.file.splice(rang === -1 ? this.file.length : rang, 0, { pressee, entrer, renoncer });
    });
  }

  private prendre(genre: Genre): Rendeur {
    const vivants = this.libres.splice(0).filter(({ use }) => !use);
    const rang = vivants.findLastIndex((libre) => libre.genre === genre);
    const [libre] = rang === -1 ? [] : vivants.splice(rang, 1);
    // One of the other kind leaves its place: there are never more than RENDEURS.
    if (!libre && vivants.length + this.occupes.size >= this.config.RENDEURS) vivants.shift()?.tuer();
    this.libres.push(...vivants);
    const rendeur = libre ?? new Rendeur(this.config, this.sonde?.coupure ?? [], this.entree, genre);
    this.occupes.add(rendeur);
    return rendeur;
  }

  private rendre(rendeur: Rendeur): void {
    this.occupes.delete(rendeur);
    if (this.arret || rendeur.use || rendeur.traites >= this.config.RENDU_DOCUMENTS) rendeur.tuer();
    else this.libres.push(rendeur);
    const suivant = this.file.shift();
    if (suivant) suivant.entrer();
    else this.pris -= 1;
  }
}
