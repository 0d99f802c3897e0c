import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { type Job, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { HANDLES, type JobDefinition, type JobHandler, type QueueName } from './job.js';
import { REDIS_URL } from './queues.service.js';

export const JOBS = Symbol('JOBS');

/** A job whose worker died is taken over after this long: short, because every handler may be run twice. */
const LOCK_MS = 8_000;
const STALLED_CHECK_MS = 2_000;
/** As often as it takes: the row counts the attempts, and a job that BullMQ gave up would only wait for the sweeper. */
const STALLED_MAX = 1_000;
/** How soon jobs are asked for again after Redis failed. */
const RETRY_MS = 1_000;

/** Jobs running at once, by resource: `analyse` and `restitution` share the pool of renderers. */
const CONCURRENCY: Record<QueueName, number> = { analyse: 2, restitution: 1 };

/** Runs every handler. A job without exactly one handler, or a handler without its job, refuses to start. */
@Injectable()
export class Workers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Workers.name);
  private readonly workers: Worker[] = [];
  private readonly connections: Redis[] = [];

  constructor(
    @Inject(REDIS_URL) private readonly url: string,
    @Inject(JOBS) private readonly definitions: readonly JobDefinition[],
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    const handlers = this.handlersByName();
    for (const queue of new Set(this.definitions.map((definition) => definition.queue))) {
      this.workers.push(this.start(queue, handlers));
    }
  }

  /** Before anything a running job needs is taken away. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    for (const connection of this.connections) connection.disconnect();
  }

  private handlersByName(): Map<string, { definition: JobDefinition; handler: JobHandler }> {
    const found = new Map<string, { definition: JobDefinition; handler: JobHandler }>();
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const definition = metatype ? this.reflector.get<JobDefinition | undefined>(HANDLES, metatype) : undefined;
      if (!definition) continue;
      if (!this.definitions.includes(definition))
        throw new Error(`Le travail « ${definition.name} » n’est pas déclaré`);
      if (found.has(definition.name)) throw new Error(`Le travail « ${definition.name} » a deux exécutants`);
      found.set(definition.name, { definition, handler: instance as JobHandler });
    }
    const orphan = this.definitions.find((definition) => !found.has(definition.name));
    if (orphan) throw new Error(`Le travail « ${orphan.name} » n’a pas d’exécutant`);
    return found;
  }

  private start(queue: QueueName, handlers: ReturnType<Workers['handlersByName']>): Worker {
    const connection = new Redis(this.url, { maxRetriesPerRequest: null });
    connection.on('error', () => undefined);
    this.connections.push(connection);
    const run = async (job: Job): Promise<void> => {
      const entry = handlers.get(job.name);
      if (!entry) throw new Error(`Aucun exécutant pour « ${job.name} »`);
      await entry.handler.handle(entry.definition.payload.parse(job.data));
    };
    const worker = new Worker(queue, run, {
      connection,
      concurrency: CONCURRENCY[queue],
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLED_MAX,
      runRetryDelay: RETRY_MS,
    });
    worker.on('failed', (job, error) =>
      this.logger.warn({ travail: job?.name, id: job?.id, essai: job?.attemptsMade, err: error }, 'travail échoué'),
    );
    worker.on('error', (error) => this.logger.warn({ file: queue, err: error }, 'file de travaux injoignable'));
    return worker;
  }
}
