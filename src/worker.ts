import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { ClamdService } from './analyse/index.js';
import { sectionsDe } from './app.config.js';
import { WorkerModule } from './app.module.js';
import { demarrer } from './demarrer.js';
import { checkSections } from './platform/config/index.js';

demarrer(async () => {
  checkSections(sectionsDe.worker);
  const app = await NestFactory.createApplicationContext(WorkerModule, { bufferLogs: true, abortOnError: false });
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  const { reserve } = await app.get(ClamdService, { strict: false }).pret();
  if (reserve) app.get(Logger).warn(`Antivirus : ${reserve}`);
});
