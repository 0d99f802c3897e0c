import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { EnTantQue, SYSTEME } from '../acces/index.js';
import { Repeated } from '../platform/clock/index.js';
import { Queues } from '../platform/queue/index.js';
import { restituerDossier } from './restitution.job.js';
import { restitutionsEnRetard } from './restitutions.repository.js';

/** A reader waits: what Redis lost is enqueued again within seconds. */
const PAUSE_MS = 2_000;

@Injectable()
export class BalayageRestitutions implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(BalayageRestitutions.name);
  private readonly boucle = new Repeated(
    PAUSE_MS,
    () => this.balayer(),
    (error) => this.logger.warn({ err: error }, 'balayage interrompu'),
  );

  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly queues: Queues,
  ) {}

  onApplicationBootstrap(): void {
    this.boucle.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.boucle.stop();
  }

  private async balayer(): Promise<void> {
    const enRetard = await this.enTantQue.executer(SYSTEME, (tx) => restitutionsEnRetard(tx));
    for (const { id } of enRetard) await this.queues.enqueue(restituerDossier, id, { restitutionId: id });
  }
}
