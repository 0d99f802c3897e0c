import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { connexionRequise, introuvable } from './acces.errors.js';
import { OUVERT, POLITIQUE, type RequeteConnectee } from './autorise.decorator.js';
import { peutActer } from './decisions.service.js';
import { Jetons } from './jetons.service.js';
import type { Politique } from './politique.js';

/** Default deny (ASVS 8.2.1): who is calling, and may that kind of sujet do this kind of act at all. */
@Injectable()
export class AccesGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly jetons: Jetons,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(OUVERT, [context.getHandler(), context.getClass()])) return true;
    const politique = this.reflector.get<Politique | undefined>(POLITIQUE, context.getHandler());
    const requete = context.switchToHttp().getRequest<RequeteConnectee>();
    const [schema, jeton] = (requete.headers.authorization ?? '').split(' ');
    const sujet = schema?.toLowerCase() === 'bearer' && jeton ? await this.jetons.sujetDe(jeton) : null;
    if (!sujet) throw connexionRequise();
    if (!politique || !peutActer(sujet, politique)) throw introuvable();
    requete.sujet = sujet;
    return true;
  }
}
