import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import { agentPourConnexion } from '../organismes/index.js';
import { processConfig } from '../platform/config/index.js';
import { accesConfig } from './acces.config.js';
import { EnTantQue } from './en-tant-que.service.js';
import type { Identite } from './identite.js';
import { ANONYME, type SujetConnecte } from './sujet.js';

const revendications = z.object({ sub: z.string().min(1), profil: z.enum(['demandeur', 'agent']) });

/** Bearer tokens of human roles (RFC 9068). They exist in demonstration only: in production the API serves systems. */
@Injectable()
export class Jetons {
  private readonly config = accesConfig.read();
  private readonly humains = processConfig.read().MODE === 'demonstration';
  private readonly cles = createRemoteJWKSet(new URL(`${this.config.OIDC_ISSUER}/jwks`));

  constructor(private readonly enTantQue: EnTantQue) {}

  /** @returns null for a token that is wrong, expired, for somebody else, or of an agent without habilitation in force. */
  async sujetDe(jeton: string): Promise<SujetConnecte | null> {
    const identite = this.humains ? await this.verifier(jeton) : null;
    return identite && this.sujetIdentifie(identite);
  }

  /** The sujet behind an identity, with the rights it has now; null for an agent without habilitation in force. */
  async sujetIdentifie(identite: Pick<Identite, 'profil' | 'sub'>): Promise<SujetConnecte | null> {
    if (identite.profil === 'demandeur') return { type: 'demandeur', id: identite.sub };
    const agent = await this.enTantQue.executer(ANONYME, (tx) => agentPourConnexion(tx, identite.sub));
    return agent && { type: 'agent', ...agent };
  }

  private async verifier(jeton: string): Promise<z.infer<typeof revendications> | null> {
    try {
      const { payload } = await jwtVerify(jeton, this.cles, {
        issuer: this.config.OIDC_ISSUER,
        audience: this.config.API_AUDIENCE,
        typ: 'at+jwt',
        algorithms: ['ES256', 'RS256'],
        requiredClaims: ['sub', 'client_id', 'exp'],
      });
      return revendications.parse(payload);
    } catch {
      return null;
    }
  }
}
