import { Module } from '@nestjs/common';
import { Depots } from './depots.service.js';
import { PiecesController } from './pieces.controller.js';
import { Pieces } from './pieces.service.js';
import { Reception } from './reception.service.js';

@Module({ controllers: [PiecesController], providers: [Reception, Depots, Pieces], exports: [Pieces] })
export class PiecesModule {}
