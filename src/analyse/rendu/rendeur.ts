import { spawn, type ChildProcess } from 'node:child_process';
import { commande, ENVIRONNEMENT, type Genre } from './lanceur.js';
import { memoireResidente } from './memoire.js';
import { faitPenserALaMemoire } from './refus.js';
import type { RendeursConfig } from './rendu.config.js';
import { DisquePlein, RendeurTombe } from './rendu.errors.js';
import { trame, type Demande, type Refuse } from './rendu.schema.js';

const PAS_MEMOIRE_MS = 50;
const ERREURS_GARDEES = 4000;

const refuse = (motif: 'rendu.trop_long' | 'rendu.trop_lourd'): Refuse => ({ issue: 'REFUSE', motif });

interface Attente {
  readonly resoudre: (reponse: unknown) => void;
  readonly rejeter: (error: Error) => void;
}

/** One process that opens hostile bytes, and the clock and the scales that stand beside it. */
export class Rendeur {
  traites = 0;
  /** To be replaced: it is dead, went over a limit, or said that it no longer knows. */
  use = false;
  private readonly processus: ChildProcess;
  private attente: Attente | undefined;
  private erreurs = '';

  constructor(
    private readonly config: RendeursConfig,
    coupure: readonly string[],
    entree: string,
    readonly genre: Genre = 'depot',
  ) {
    const [programme, args] = commande(config, coupure, entree, genre);
    const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
    // A group of its own: one signal reaches its tools too, and Ctrl-C in a terminal does not.
    this.processus = spawn(programme, args, { env: ENVIRONNEMENT, detached: true, stdio: [...stdio] });
    this.processus.stderr?.setEncoding('latin1').on('data', (texte: string) => {
      this.erreurs = (this.erreurs + texte).slice(-ERREURS_GARDEES);
    });
    this.processus.on('message', (message) => this.recevoir(message));
    this.processus.on('error', (error) => this.tomber(error.message));
    this.processus.on('close', (code, signal) => this.tomber(`${signal ?? `exit ${code}`} ${this.erreurs}`));
  }

  async demander(demande: Demande, delaiMs = this.config.RENDU_DELAI_MS): Promise<unknown> {
    this.traites += 1;
    const delai = setTimeout(() => this.arreter('rendu.trop_long'), delaiMs);
    const balance = setInterval(() => void this.peser(), PAS_MEMOIRE_MS);
    try {
      return await new Promise((resoudre, rejeter) => {
        this.attente = { resoudre, rejeter };
        if (this.use) return this.tomber(this.erreurs);
        this.processus.send(demande, (error) => error && this.tomber(error.message));
      });
    } finally {
      clearTimeout(delai);
      clearInterval(balance);
      this.attente = undefined;
    }
  }

  /** SIGKILL to the whole group: no document may talk a renderer out of it. */
  tuer(): void {
    this.use = true;
    if (this.processus.pid === undefined) return;
    try {
      process.kill(-this.processus.pid, 'SIGKILL');
    } catch {
      // Already gone.
    }
  }

  private recevoir(message: unknown): void {
    const lue = trame.safeParse(message);
    if (lue.success && 'reponse' in lue.data) return this.attente?.resoudre(lue.data.reponse);
    if (lue.success && 'panne' in lue.data) return this.tomber(lue.data.panne, lue.data.disquePlein);
    this.tomber('unreadable answer');
  }

  private tomber(cause: string, disquePlein = false): void {
    this.tuer();
    if (disquePlein) this.attente?.rejeter(new DisquePlein(cause.trim()));
    else if (faitPenserALaMemoire(cause)) this.attente?.resoudre(refuse('rendu.trop_lourd'));
    else this.attente?.rejeter(new RendeurTombe(cause.trim()));
  }

  private arreter(motif: 'rendu.trop_long' | 'rendu.trop_lourd'): void {
    this.attente?.resoudre(refuse(motif));
    this.tuer();
  }

  private async peser(): Promise<void> {
    const pid = this.processus.pid;
    if (pid !== undefined && (await memoireResidente(pid)) > this.config.RENDU_MEMOIRE_OCTETS) {
      this.arreter('rendu.trop_lourd');
    }
  }
}
