import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { linger } from './connections.js';
import { problem, sendProblem } from './problem.js';

const adresseInconnue = problem('introuvable', 404, 'Cette adresse ne correspond à rien.');

/** 64 kB of JSON is ample: only multipart bodies are larger, and they are streamed under their own limits. */
const JSON_LIMIT = 65_536;
/** A phone on a poor network sends 20 MB in minutes; a connection that sends nothing at all is closed long before. */
const REQUEST_TIMEOUT_MS = 15 * 60_000;

export interface AdapterOptions {
  trustProxy: number;
  /** Origins, besides ours, to which a form may lead: the sign-out ends at the identity provider. */
  formTargets?: readonly string[];
}

/** Nothing inline, nothing from elsewhere (ASVS 3.4.3). */
const contentSecurityPolicy = (formTargets: readonly string[]) => ({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    formAction: ["'self'", ...formTargets],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
});

export const createAdapter = async ({ trustProxy, formTargets = [] }: AdapterOptions): Promise<FastifyAdapter> => {
  const adapter = new FastifyAdapter({
    trustProxy: (_address, hop) => hop < trustProxy,
    bodyLimit: JSON_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 60_000,
    genReqId: () => randomUUID(),
    logger: false,
    multipart: false,
    // Before any route: an address that cannot be decoded is one that does not exist.
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(reply, adresseInconnue(), request.id),
  });
  // What is not said to be public belongs to one person, and no cache keeps it (ASVS 14.3.2).
  adapter.getInstance().addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'private, no-store');
    done();
  });
  adapter.getInstance().addHook('onResponse', (request, _reply, done) => {
    linger(request.raw);
    done();
  });
  await adapter.register(helmet as never, {
    contentSecurityPolicy: contentSecurityPolicy(formTargets),
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // 'no-referrer' would make browsers send `Origin: null` with our own forms.
    referrerPolicy: { policy: 'same-origin' },
  });
  await adapter.register(multipart as never);
  return adapter;
};
