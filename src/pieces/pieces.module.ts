import { Module } from '@nestjs/common';
import { CoffreModule } from '../platform/coffre/index.js';
import { ObjectsModule } from '../platform/objects/index.js';
import { CatalogueController } from './catalogue.controller.js';
import { DepotPage } from './depot.page.js';
import { Depots } from './depots.service.js';
import { Formulaires } from './formulaire.service.js';
import { ImagesPage } from './images.page.js';
import { PiecesController } from './pieces.controller.js';
import { Pieces } from './pieces.service.js';
import { Reception } from './reception.service.js';
import { Retraits } from './retraits.service.js';

@Module({
  imports: [ObjectsModule, CoffreModule],
  controllers: [CatalogueController, PiecesController, DepotPage, ImagesPage],
  providers: [Reception, Depots, Pieces, Retraits, Formulaires],
  exports: [Depots, Pieces, Retraits],
})
export class PiecesModule {}
