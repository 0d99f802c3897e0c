import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { processConfig } from '../platform/config/index.js';
import { problem } from '../platform/http/index.js';
import { sessionConfig } from '../platform/session/index.js';
import { connexionConfig } from './connexion.config.js';
import type { Identite, Tentative } from './identite.js';

type Profil = Identite['profil'];

/** The assurance level each provider must state (FranceConnect and our demonstration: substantial starts at eidas1). */
const ACR = 'eidas1';
const SCOPES: Record<Profil, string> = {
  demandeur: 'openid given_name family_name birthdate',
  agent: 'openid given_name usual_name siret uid',
};

export const connexionRefusee = problem(
  'connexion.refusee',
  401,
  'La connexion n’a pas abouti. Recommencez ; si cela se reproduit, adressez-vous à votre guichet ou à votre responsable.',
);

const texte = (valeur: unknown): string => (typeof valeur === 'string' ? valeur : '');

/** Sign-in by OpenID Connect: authorization code, PKCE, state, nonce, acr checked. One client a kind of person. */
@Injectable()
export class Connexion {
  private readonly config = connexionConfig.read();
  private readonly demonstration = processConfig.read().MODE === 'demonstration';
  private readonly racine = sessionConfig.read().PUBLIC_URL;
  private readonly decouvertes = new Map<Profil, Promise<oidc.Configuration>>();

  async commencer(profil: Profil, retour: string): Promise<{ adresse: string; tentative: Tentative }> {
    const config = await this.fournisseur(profil);
    const tentative: Tentative = {
      profil,
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      retour,
    };
    const adresse = oidc.buildAuthorizationUrl(config, {
      redirect_uri: `${this.racine}/connexion/retour`,
      scope: SCOPES[profil],
      acr_values: ACR,
      prompt: 'login',
      state: tentative.state,
      nonce: tentative.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(tentative.verifier),
      code_challenge_method: 'S256',
    });
    return { adresse: adresse.href, tentative };
  }

  /** @throws `connexion.refusee` for an answer that is not the one to this attempt, or of too low an assurance. */
  async conclure(tentative: Tentative, requete: string): Promise<{ identite: Identite; jetonIdentite: string }> {
    const config = await this.fournisseur(tentative.profil);
    try {
      const jetons = await oidc.authorizationCodeGrant(config, new URL(requete, this.racine), {
        pkceCodeVerifier: tentative.verifier,
        expectedState: tentative.state,
        expectedNonce: tentative.nonce,
        idTokenExpected: true,
      });
      const affirmations = jetons.claims();
      if (!affirmations || affirmations.acr !== ACR) throw connexionRefusee();
      const qui = await oidc.fetchUserInfo(config, jetons.access_token, affirmations.sub);
      const nom = texte(qui.family_name) || texte(qui['usual_name']);
      return {
        identite: {
          profil: tentative.profil,
          sub: affirmations.sub,
          nomAffiche: `${texte(qui.given_name)} ${nom}`.trim(),
        },
        jetonIdentite: jetons.id_token ?? '',
      };
    } catch (cause) {
      throw Object.assign(connexionRefusee(), { cause });
    }
  }

  /** Where to go to end the session at the provider too. */
  async sortie(profil: Profil, jetonIdentite: string): Promise<string> {
    const config = await this.fournisseur(profil);
    return oidc.buildEndSessionUrl(config, {
      id_token_hint: jetonIdentite,
      post_logout_redirect_uri: `${this.racine}/`,
      state: randomBytes(8).toString('hex'),
    }).href;
  }

  /** Asked once a process; asked again after a failure. */
  private fournisseur(profil: Profil): Promise<oidc.Configuration> {
    const connue = this.decouvertes.get(profil);
    if (connue) return connue;
    const cle = profil === 'demandeur' ? 'DEMANDEURS' : 'AGENTS';
    const adresse = new URL(this.config[`${cle}_ISSUER`]);
    const decouverte = oidc.discovery(
      adresse,
      this.config[`${cle}_CLIENT_ID`],
      { id_token_signed_response_alg: 'ES256' },
      oidc.ClientSecretPost(this.config[`${cle}_CLIENT_SECRET`]),
      // A provider in the clear is for the demonstration on loopback only.
      this.demonstration ? { execute: [oidc.allowInsecureRequests] } : {},
    );
    decouverte.catch(() => this.decouvertes.delete(profil));
    this.decouvertes.set(profil, decouverte);
    return decouverte;
  }
}
