import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, sendProblem } from './problem.js';

const GENERIC: Record<number, [code: string, message: string]> = {
  400: ['requete.invalide', 'La requête n’a pas pu être comprise. Vérifiez les champs et recommencez.'],
  401: ['connexion.requise', 'Connectez-vous pour continuer.'],
  404: ['introuvable', 'Cette adresse ne correspond à rien.'],
  405: ['methode.refusee', 'Cette opération n’existe pas à cette adresse.'],
  413: ['requete.trop_volumineuse', 'L’envoi dépasse la taille permise.'],
  415: ['format.refuse', 'Ce format d’envoi n’est pas accepté.'],
  429: ['trop_de_requetes', 'Trop de demandes en peu de temps. Attendez une minute et recommencez.'],
  503: [
    'service.indisponible',
    'Le service est momentanément indisponible. Rien n’est perdu, réessayez dans un instant.',
  ],
};
const INTERNAL: [string, string] = [
  'erreur.interne',
  'Une erreur est survenue de notre côté. Rien n’est perdu, réessayez dans un instant.',
];

const statusOf = (error: unknown): number => {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
};

const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  const status = statusOf(error);
  const [code, message] = GENERIC[status] ?? (status < 500 ? (GENERIC[400] ?? INTERNAL) : INTERNAL);
  return new Problem(code, status, message);
};

/** Every error leaves as a problem; what was not foreseen is logged and says nothing. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const refusal = toProblem(error);
    const status = refusal.getStatus();
    if (status >= 500) this.logger.error({ err: error, requete: request.id }, refusal.code);
    const { retryAfter } = refusal.extensions;
    if (typeof retryAfter === 'number') void reply.header('retry-after', retryAfter);
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    this.answer(refusal, request, reply);
  }

  /** Overridden where a person reads the answer. */
  protected answer(refusal: Problem, request: FastifyRequest, reply: FastifyReply): void {
    sendProblem(reply, refusal, request.id);
  }
}
