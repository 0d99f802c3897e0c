import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

type Cles = Awaited<ReturnType<typeof generateKeyPair>>;

export interface Frappe {
  /** Claims on top of a right token; `undefined` takes one away. */
  claims?: Record<string, unknown>;
  typ?: string;
  /** Signed with a key the issuer never published. */
  fausseCle?: boolean;
}

/** An issuer whose key a test holds: tokens as right or as wrong as one likes. */
export class Emetteur {
  private constructor(
    private readonly serveur: Server,
    private readonly cles: Cles,
    private readonly autres: Cles,
    readonly issuer: string,
  ) {}

  static async ouvrir(): Promise<Emetteur> {
    const [cles, autres] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
    const jwks = JSON.stringify({
      keys: [{ ...(await exportJWK(cles.publicKey)), kid: 'essai', alg: 'ES256', use: 'sig' }],
    });
    const serveur = createServer((_, reponse) => reponse.setHeader('content-type', 'application/json').end(jwks));
    await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', pret));
    return new Emetteur(serveur, cles, autres, `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`);
  }

  /** A right access token of this person, unless told otherwise. */
  frapper(
    sub: string,
    profil: 'demandeur' | 'agent',
    { claims = {}, typ = 'at+jwt', fausseCle = false }: Frappe = {},
  ): Promise<string> {
    const maintenant = Math.floor(Date.now() / 1000);
    const tout: Record<string, unknown> = {
      iss: this.issuer,
      aud: 'urn:dun:api',
      sub,
      client_id: 'essai',
      iat: maintenant,
      exp: maintenant + 3600,
      profil,
      ...claims,
    };
    return new SignJWT(tout)
      .setProtectedHeader({ alg: 'ES256', typ, kid: 'essai' })
      .sign((fausseCle ? this.autres : this.cles).privateKey);
  }

  fermer(): Promise<void> {
    return new Promise((ferme) => {
      this.serveur.close(() => ferme());
      this.serveur.closeAllConnections();
    });
  }
}

const partie = (objet: unknown): string => Buffer.from(JSON.stringify(objet)).toString('base64url');

/** A token that claims to need no signature. */
export const sansSignature = (claims: JWTPayload): string => {
  return `${partie({ alg: 'none', typ: 'at+jwt' })}.${partie(claims)}.`;
};
