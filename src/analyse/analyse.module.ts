import { Module } from '@nestjs/common';
import { CoffreModule } from '../platform/coffre/index.js';
import { ObjectsModule } from '../platform/objects/index.js';
import { AnalyserFichier } from './analyser-fichier.job.js';
import { ANTIVIRUS_CONFIG, readAntivirusConfig } from './antivirus/antivirus.config.js';
import { ClamdService } from './antivirus/clamd.service.js';
import { Balayage } from './balayage.service.js';
import { Examen } from './examen.service.js';
import { Rangement } from './rangement.service.js';
import { readRendeursConfig, RENDEURS_CONFIG } from './rendu/rendu.config.js';
import { RendeursService } from './rendu/rendeurs.service.js';

/** The antivirus alone, for a process that only asks whether it is ready. */
@Module({
  providers: [ClamdService, { provide: ANTIVIRUS_CONFIG, useFactory: readAntivirusConfig }],
  exports: [ClamdService],
})
export class AntivirusModule {}

/** Everything that opens what people deposit; imported by the worker only. */
@Module({
  imports: [CoffreModule, ObjectsModule, AntivirusModule],
  providers: [
    RendeursService,
    { provide: RENDEURS_CONFIG, useFactory: readRendeursConfig },
    Examen,
    Rangement,
    AnalyserFichier,
    Balayage,
  ],
  exports: [RendeursService, Rangement],
})
export class AnalyseModule {}
