import { Module } from '@nestjs/common';
import { AnalyseModule } from '../analyse/index.js';
import { PiecesModule } from '../pieces/index.js';
import { CoffreModule } from '../platform/coffre/index.js';
import { CommeUnBailleurPage } from './comme-un-bailleur.page.js';
import { ConsultationPage } from './consultation.page.js';
import { ConsultationPiecePage } from './consultation-piece.page.js';
import { ConsultationsController } from './consultations.controller.js';
import { DossiersController } from './dossiers.controller.js';
import { Dossiers } from './dossiers.service.js';
import { BalayageRestitutions } from './balayage-restitutions.service.js';
import { EvenementsController } from './evenements.controller.js';
import { JournalPage } from './journal.page.js';
import { MessagesPage } from './messages.page.js';
import { MonDossierPage } from './mon-dossier.page.js';
import { MonDossier } from './mon-dossier.service.js';
import { OuverturePage } from './ouverture.page.js';
import { PiecePage } from './piece.page.js';
import { RestituerDossier } from './restituer-dossier.job.js';
import { RestitutionPage } from './restitution.page.js';
import { Restitutions } from './restitutions.service.js';

@Module({
  imports: [PiecesModule, CoffreModule],
  controllers: [
    DossiersController,
    ConsultationsController,
    MonDossierPage,
    EvenementsController,
    PiecePage,
    JournalPage,
    CommeUnBailleurPage,
    MessagesPage,
    OuverturePage,
    ConsultationPage,
    ConsultationPiecePage,
    RestitutionPage,
  ],
  providers: [Dossiers, MonDossier, Restitutions],
  exports: [Dossiers],
})
export class DossiersModule {}

/** What makes the files; imported by the worker only. */
@Module({ imports: [AnalyseModule, CoffreModule], providers: [RestituerDossier, BalayageRestitutions] })
export class RestitutionsModule {}
