export interface Idp {
  readonly issuer: string;
  /** An access token for the API (JWT, audience `urn:dun:api`) in the name of an account of `docker/demonstration/comptes.json`. */
  jeton(nomUtilisateur: string): Promise<string>;
  close(): Promise<void>;
}

export function startIdp(options: {
  port?: number;
  secret: string;
  clientSecret: string;
  webUrl: string;
}): Promise<Idp>;
