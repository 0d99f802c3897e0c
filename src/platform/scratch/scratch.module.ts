import { Global, Module } from '@nestjs/common';
import { processConfig } from '../config/index.js';
import { Scratch } from './scratch.service.js';

@Global()
@Module({
  providers: [{ provide: Scratch, useFactory: () => new Scratch(processConfig.read().SCRATCH_DIR) }],
  exports: [Scratch],
})
export class ScratchModule {}
