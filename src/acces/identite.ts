/** Who signed in, as the identity provider told it; rights are looked up again at each request. */
export interface Identite {
  readonly profil: 'demandeur' | 'agent';
  readonly sub: string;
  readonly nomAffiche: string;
}

/** A sign-in that has begun: what its answer must match (OIDC Core §3.1, RFC 7636). */
export interface Tentative {
  readonly profil: Identite['profil'];
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly retour: string;
}

declare module 'fastify' {
  interface Session {
    identite?: Identite;
    tentative?: Tentative;
    /** For the sign-out at the provider. */
    jetonIdentite?: string;
    /** Proves that a form came from one of our pages (ASVS 3.5.1). */
    csrf?: string;
    /** Said once, on the next page. */
    annonce?: string;
  }
}
