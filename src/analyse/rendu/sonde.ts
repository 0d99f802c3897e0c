import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { COUPURES, type Isolation } from './lanceur.js';
import { Rendeur } from './rendeur.js';
import type { RendeursConfig } from './rendu.config.js';
import { RendeurTombe } from './rendu.errors.js';
import { reponseSonder } from './rendu.schema.js';

export interface Sonde {
  readonly isolation: Isolation;
  readonly coupure: readonly string[];
}

const essayer = async (config: RendeursConfig, coupure: readonly string[], entree: string, port: number) => {
  const rendeur = new Rendeur(config, coupure, entree);
  try {
    return reponseSonder.parse(await rendeur.demander({ acte: 'sonder', port }));
  } finally {
    rendeur.tuer();
  }
};

/**
 * Does not believe that a namespace works: a renderer tries to reach a port of ours, lists its interfaces, and tries to
 * read our secrets.
 */
export const sonderIsolation = async (config: RendeursConfig, entree: string): Promise<Sonde> => {
  const serveur = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(serveur, 'listening');
  const { port } = serveur.address() as AddressInfo;
  const causes: string[] = [];
  try {
    for (const coupure of COUPURES) {
      try {
        // oxlint-disable-next-line no-await-in-loop
        const { connexion, secrets, interfaces } = await essayer(config, coupure, entree, port);
        const coupe = !connexion && !secrets && interfaces.every((nom) => nom === 'lo');
        if (coupe || coupure.length === 0) return { isolation: coupe ? 'reseau-coupe' : 'aucune', coupure };
      } catch (error) {
        causes.push(`${coupure.join(' ')}: ${String(error)}`);
      }
    }
  } finally {
    serveur.close();
  }
  throw new RendeurTombe(`no renderer starts\n${causes.join('\n')}`);
};
