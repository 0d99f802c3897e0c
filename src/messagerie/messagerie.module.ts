import { Global, Module } from '@nestjs/common';
import { Messagerie } from './messagerie.service.js';

/** Every module that acts may have something to tell. */
@Global()
@Module({ providers: [Messagerie], exports: [Messagerie] })
export class MessagerieModule {}
