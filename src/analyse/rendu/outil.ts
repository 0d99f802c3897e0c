import { execFile } from 'node:child_process';
import { parleDuDisque } from './disque.js';
import { ENVIRONNEMENT } from './lanceur.js';
import { Refus } from './refus.js';
import { DisquePlein } from './rendu.errors.js';

// Well under the limits of the renderer itself: qpdf needs 12 MiB for 50 MB, pdftoppm took 2.4 GiB on a JBIG2 bomb.
const MEMOIRE_OUTIL = 1_000_000_000;
const SORTIE_MAX = 1024 ** 2;

export interface Fin {
  readonly code: number;
  readonly erreurs: string;
}

/** Runs qpdf or pdftoppm under a limit of its own; it dies with the renderer that started it. */
export const executer = (outil: 'qpdf' | 'pdftoppm', args: readonly string[]): Promise<Fin> =>
  new Promise((resolve, reject) => {
    const lanceur = [`--as=${MEMOIRE_OUTIL}`, 'setpriv', '--pdeathsig', 'KILL', outil, ...args];
    execFile(
      'prlimit',
      lanceur,
      { env: ENVIRONNEMENT, maxBuffer: SORTIE_MAX, encoding: 'latin1' },
      (error, _sortie, erreurs) => {
        if (parleDuDisque(erreurs)) reject(new DisquePlein(erreurs));
        else if (!error) resolve({ code: 0, erreurs });
        else if (error.signal === 'SIGXFSZ') reject(new Refus('rendu.trop_lourd'));
        else if (typeof error.code === 'number') resolve({ code: error.code, erreurs });
        else reject(error);
      },
    );
  });
