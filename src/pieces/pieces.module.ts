import { Module } from '@nestjs/common';
import { CoffreModule } from '../platform/coffre/index.js';
import { ObjectsModule } from '../platform/objects/index.js';
import { CatalogueController } from './catalogue.controller.js';
import { Depots } from './depots.service.js';
import { PiecesController } from './pieces.controller.js';
import { Pieces } from './pieces.service.js';
import { Reception } from './reception.service.js';
import { Retraits } from './retraits.service.js';

@Module({
  imports: [ObjectsModule, CoffreModule],
  controllers: [CatalogueController, PiecesController],
  providers: [Reception, Depots, Pieces, Retraits],
  exports: [Depots, Pieces],
})
export class PiecesModule {}
