import { Module } from '@nestjs/common';
import { PiecesModule } from '../pieces/index.js';
import { CoffreModule } from '../platform/coffre/index.js';
import { ConsultationsController } from './consultations.controller.js';
import { DossiersController } from './dossiers.controller.js';
import { Dossiers } from './dossiers.service.js';
import { Restitutions } from './restitutions.service.js';

@Module({
  imports: [PiecesModule, CoffreModule],
  controllers: [DossiersController, ConsultationsController],
  providers: [Dossiers, Restitutions],
})
export class DossiersModule {}
