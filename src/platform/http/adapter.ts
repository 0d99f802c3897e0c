import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { FastifyAdapter } from '@nestjs/platform-fastify';

/** 64 kB of JSON is ample: only multipart bodies are larger, and they are streamed under their own limits. */
const JSON_LIMIT = 65_536;
/** A phone on a poor network sends 20 MB in minutes; a connection that sends nothing at all is closed long before. */
const REQUEST_TIMEOUT_MS = 15 * 60_000;

export const createAdapter = async (trustProxy: number): Promise<FastifyAdapter> => {
  const adapter = new FastifyAdapter({
    trustProxy: (_address, hop) => hop < trustProxy,
    bodyLimit: JSON_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 60_000,
    genReqId: () => randomUUID(),
    logger: false,
    multipart: false,
  });
  await adapter.register(helmet as never, {
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }, useDefaults: false },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  await adapter.register(multipart as never);
  return adapter;
};
