import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AccueilPage } from './accueil.page.js';
import { AccesModule, AccesWebModule, Consultation } from './acces/index.js';
import { AntivirusModule } from './analyse/index.js';
import { Demande, Dossier, Personne } from './demandes/index.js';
import { DossiersModule, restituerDossier, Restitution, RestitutionsModule } from './dossiers/index.js';
import { Message, MessagerieModule } from './messagerie/index.js';
import { NumerisationModule } from './numerisation/index.js';
import { Agent, Habilitation, Organisme } from './organismes/index.js';
import { analyserFichier, Fichier, Objet, Piece, PiecePersonne, PiecesModule } from './pieces/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { httpProviders } from './platform/http/index.js';
import { ObjectsModule } from './platform/objects/index.js';
import { loggingModule } from './platform/observability/index.js';
import { QueueModule } from './platform/queue/index.js';
import { ScratchModule } from './platform/scratch/index.js';
import { SanteController } from './sante.controller.js';

const entites = [
  Organisme,
  Agent,
  Habilitation,
  Consultation,
  Dossier,
  Personne,
  Demande,
  Piece,
  PiecePersonne,
  Fichier,
  Objet,
  Restitution,
  Message,
];

/** The process that answers people and partner systems. It opens no deposited file. */
@Module({
  imports: [
    loggingModule(),
    DatabaseModule.of(entites, 'dun-web'),
    QueueModule.producer(),
    ScratchModule,
    ObjectsModule,
    AccesModule,
    MessagerieModule,
    AccesWebModule,
    PiecesModule,
    DossiersModule,
    NumerisationModule,
    AntivirusModule,
    TerminusModule,
  ],
  controllers: [AccueilPage, SanteController],
  providers: httpProviders,
})
export class WebModule {}

/** The process that runs the jobs. */
@Module({
  imports: [
    loggingModule(),
    DatabaseModule.of(entites, 'dun-worker'),
    QueueModule.consumer([analyserFichier, restituerDossier]),
    ScratchModule,
    AccesModule,
    MessagerieModule,
    RestitutionsModule,
  ],
})
export class WorkerModule {}
