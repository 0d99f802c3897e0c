import { Module } from '@nestjs/common';
import { DossiersModule } from '../dossiers/index.js';
import { PiecesModule } from '../pieces/index.js';
import { DepotsDuJourPage } from './depots-du-jour.page.js';
import { GuichetPage } from './guichet.page.js';
import { Guichet } from './guichet.service.js';
import { MalClasseePage } from './mal-classee.page.js';
import { MalClassees } from './mal-classees.service.js';
import { RecherchePage } from './recherche.page.js';

/** The desk that turns paper into pièces. */
@Module({
  imports: [DossiersModule, PiecesModule],
  controllers: [RecherchePage, GuichetPage, DepotsDuJourPage, MalClasseePage],
  providers: [Guichet, MalClassees],
})
export class NumerisationModule {}
