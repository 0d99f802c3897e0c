import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import statics from '@fastify/static';
import { connexionConfig } from './acces/index.js';
import { sectionsDe } from './app.config.js';
import { WebModule } from './app.module.js';
import { demarrer } from './demarrer.js';
import { checkSections } from './platform/config/index.js';
import { createAdapter, httpConfig } from './platform/http/index.js';
import { queueConfig } from './platform/queue/index.js';
import { registerSession } from './platform/session/index.js';
import { DOSSIER_ASSETS, PREFIXE_ASSETS } from './ui/index.js';

demarrer(async () => {
  checkSections(sectionsDe.web);
  const { HOST, PORT, TRUST_PROXY } = httpConfig.read();
  const { DEMANDEURS_ISSUER, AGENTS_ISSUER } = connexionConfig.read();
  const formTargets = [...new Set([DEMANDEURS_ISSUER, AGENTS_ISSUER].map((issuer) => new URL(issuer).origin))];
  const adapter = await createAdapter({ trustProxy: TRUST_PROXY, formTargets });
  await registerSession(adapter, queueConfig.read().REDIS_URL);
  await adapter.register(statics as never, {
    root: DOSSIER_ASSETS,
    prefix: PREFIXE_ASSETS,
    immutable: true,
    preCompressed: true,
    maxAge: '365d',
  });
  const app = await NestFactory.create<NestFastifyApplication>(WebModule, adapter, {
    bufferLogs: true,
    abortOnError: false,
    forceCloseConnections: false,
  });
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  await app.listen(PORT, HOST);
});
