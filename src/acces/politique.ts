import type { Role } from '../organismes/index.js';

/**
 * What must be true of a dossier for an act: `titulaire`, it is the person's own; `actif`, a demande is active;
 * `territoire`, a wanted commune lies in the territory of the organisme (CCH R441-2-6); `consultation`, the agent opened it.
 */
export type Condition = 'titulaire' | 'actif' | 'territoire' | 'consultation';

/** Who may do an act. What is not written is refused. */
export interface Politique {
  readonly acte: string;
  readonly demandeur?: readonly Condition[];
  readonly agent?: { readonly roles: readonly Role[]; readonly conditions: readonly Condition[] };
}

export const politique = (acte: string, regles: Omit<Politique, 'acte'>): Politique => ({ acte, ...regles });
