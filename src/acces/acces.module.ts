import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccesGuard } from './acces.guard.js';
import { ConnexionPage } from './connexion.page.js';
import { Connexion } from './connexion.service.js';
import { Consultations } from './consultations.service.js';
import { Decisions } from './decisions.service.js';
import { EnTantQue } from './en-tant-que.service.js';
import { ErreurPage } from './erreur.page.js';
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
  controllers: [ConnexionPage],
  providers: [
    Connexion,
    Jetons,
    RoutesGardees,
    { provide: APP_GUARD, useClass: AccesGuard },
    { provide: APP_FILTER, useClass: ErreurPage },
  ],
})
export class AccesWebModule {}
