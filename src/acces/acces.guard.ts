import { timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { sessionConfig } from '../platform/session/index.js';
import { connexionRequise, formulairePerime, introuvable } from './acces.errors.js';
import { OUVERT, POLITIQUE, type RequeteConnectee } from './autorise.decorator.js';
import { peutActer } from './decisions.service.js';
import { Jetons } from './jetons.service.js';
import type { Politique } from './politique.js';
import type { SujetConnecte } from './sujet.js';

export const estApi = (requete: RequeteConnectee): boolean => requete.url.startsWith('/api/');

/** Is this the token of the session? Compared in constant time. */
export const csrfExact = (attendu: string | undefined, donne: unknown): boolean =>
  typeof donne === 'string' &&
  attendu !== undefined &&
  attendu.length === donne.length &&
  timingSafeEqual(Buffer.from(attendu), Buffer.from(donne));

/**
 * Default deny (ASVS 8.2.1): who is calling, and may that kind of sujet do this kind of act at all. The API knows bearers
 * only, pages know sessions only.
 */
@Injectable()
export class AccesGuard implements CanActivate {
  private readonly origine = new URL(sessionConfig.read().PUBLIC_URL).origin;

  constructor(
    private readonly reflector: Reflector,
    private readonly jetons: Jetons,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const requete = context.switchToHttp().getRequest<RequeteConnectee>();
    const sujet = await this.sujetDe(requete);
    if (sujet) requete.sujet = sujet;
    if (!estApi(requete)) this.refuserFormulaireEtranger(requete);
    if (this.reflector.getAllAndOverride<boolean>(OUVERT, [context.getHandler(), context.getClass()])) return true;
    const politique = this.reflector.get<Politique | undefined>(POLITIQUE, context.getHandler());
    if (!sujet) throw connexionRequise();
    if (!politique || !peutActer(sujet, politique)) throw introuvable();
    return true;
  }

  private async sujetDe(requete: RequeteConnectee): Promise<SujetConnecte | null> {
    if (!estApi(requete)) {
      const { identite } = requete.session;
      return identite ? this.jetons.sujetIdentifie(identite) : null;
    }
    const [schema, jeton] = (requete.headers.authorization ?? '').split(' ');
    return schema?.toLowerCase() === 'bearer' && jeton ? this.jetons.sujetDe(jeton) : null;
  }

  /**
   * A form must come from our own pages: same origin and the token of the session (ASVS 3.5.1, 3.5.3). A multipart form
   * is not read yet here: who receives it checks its token before anything else.
   */
  private refuserFormulaireEtranger(requete: RequeteConnectee): void {
    if (requete.method === 'GET' || requete.method === 'HEAD') return;
    const { origin, 'sec-fetch-site': site } = requete.headers;
    if ((origin && origin !== this.origine) || (site && site !== 'same-origin')) throw formulairePerime();
    if (requete.isMultipart()) return;
    const { _csrf: donne } = (requete.body ?? {}) as { _csrf?: unknown };
    if (!csrfExact(requete.session.csrf, donne)) throw formulairePerime();
  }
}
