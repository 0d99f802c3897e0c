import type { Role } from '../organismes/index.js';

/** The person herself, known by the identity her identity provider gives her. */
export interface SujetDemandeur {
  readonly type: 'demandeur';
  readonly id: string;
}

/** An agent × organisme × roles × sensitive right. */
export interface SujetAgent {
  readonly type: 'agent';
  readonly id: string;
  readonly organismeId: string;
  readonly pseudonyme: string;
  readonly roles: readonly Role[];
  readonly sensible: boolean;
}

/** The worker. Only its own database role has policies for it: web cannot act as the system. */
export interface SujetSysteme {
  readonly type: 'systeme';
  readonly id: 'systeme';
}

/** Nobody yet: enough to look up who is signing in. */
export interface SujetAnonyme {
  readonly type: 'anonyme';
  readonly id: 'anonyme';
}

/** Somebody who signed in, and whose rights a policy can judge. */
export type SujetConnecte = SujetDemandeur | SujetAgent;
export type Sujet = SujetConnecte | SujetSysteme | SujetAnonyme;

export const SYSTEME: SujetSysteme = { type: 'systeme', id: 'systeme' };
export const ANONYME: SujetAnonyme = { type: 'anonyme', id: 'anonyme' };
