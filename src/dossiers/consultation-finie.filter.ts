import { Catch } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ErreurPage, type RequeteConnectee } from '../acces/index.js';
import type { Problem } from '../platform/http/index.js';

export const ADRESSE_FIN = '/consultation?finie=1';

const FINIES = new Set(['dossier.introuvable', 'consultation.terminee']);

/** Ended, expired, of somebody else or never there: all lead to the same page, where a dossier is opened again. */
@Catch()
export class ConsultationFinie extends ErreurPage {
  protected override answer(refus: Problem, requete: RequeteConnectee, reponse: FastifyReply): void {
    if (!FINIES.has(refus.code)) return super.answer(refus, requete, reponse);
    void reponse.redirect(ADRESSE_FIN, 303);
  }
}
