import { HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** RFC 9457 members that vary from one refusal to the next, on top of code, status and message. */
export type Extensions = Readonly<Record<string, unknown>>;

/** A refusal that was foreseen: a stable code for programs, a status, and a French sentence that says what to do next. */
export class Problem extends HttpException {
  constructor(
    readonly code: string,
    status: number,
    message: string,
    readonly extensions: Extensions = {},
  ) {
    super(message, status);
  }
}

/** `const fichierVide = problem('fichier.vide', 422, '…')` then `throw fichierVide()`. */
export const problem =
  (code: string, status: number, message: string) =>
  (extensions: Extensions = {}): Problem =>
    new Problem(code, status, message, extensions);

/** Leaves as `application/problem+json` (RFC 9457), with the id under which the log knows the request. */
export const sendProblem = (reply: FastifyReply, refusal: Problem, requestId: string): void => {
  void reply
    .status(refusal.getStatus())
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send({
      type: 'about:blank',
      title: refusal.message,
      status: refusal.getStatus(),
      code: refusal.code,
      ...refusal.extensions,
      instance: `urn:uuid:${requestId}`,
    });
};
