import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { sectionsDe } from './app.config.js';
import { WebModule } from './app.module.js';
import { demarrer } from './demarrer.js';
import { checkSections } from './platform/config/index.js';
import { createAdapter, httpConfig } from './platform/http/index.js';

demarrer(async () => {
  checkSections(sectionsDe.web);
  const { HOST, PORT, TRUST_PROXY } = httpConfig.read();
  const app = await NestFactory.create<NestFastifyApplication>(WebModule, await createAdapter(TRUST_PROXY), {
    bufferLogs: true,
    abortOnError: false,
    forceCloseConnections: false,
  });
  app.useLogger(app.get(Logger));
  app.setGlobalPrefix('api/v1');
  app.enableShutdownHooks();
  await app.listen(PORT, HOST);
});
