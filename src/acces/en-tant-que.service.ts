import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../platform/database/index.js';
import type { Sujet } from './sujet.js';

/** The only door to the database: a transaction in which row-level security knows who is acting. */
@Injectable()
export class EnTantQue {
  constructor(private readonly database: Database) {}

  executer<T>(sujet: Sujet, acte: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction({ 'app.sujet': sujet.type, 'app.sujet_id': sujet.id }, acte);
  }

  /** That the database answers, for the readiness of the process: no sujet, no table. */
  ping(): Promise<void> {
    return this.database.ping();
  }
}
