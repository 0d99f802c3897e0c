import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccesGuard } from './acces.guard.js';
import { Consultations } from './consultations.service.js';
import { Decisions } from './decisions.service.js';
import { EnTantQue } from './en-tant-que.service.js';
import { Jetons } from './jetons.service.js';
import { Journal } from './journal.service.js';
import { RoutesGardees } from './routes-gardees.service.js';

/** What every process needs to act for somebody and to write it down. */
@Global()
@Module({
  providers: [EnTantQue, Journal, Decisions, Consultations],
  exports: [EnTantQue, Journal, Decisions, Consultations],
})
export class AccesModule {}

/** What a process with routes needs besides. */
@Module({
  imports: [DiscoveryModule],
  providers: [Jetons, RoutesGardees, { provide: APP_GUARD, useClass: AccesGuard }],
})
export class AccesWebModule {}
