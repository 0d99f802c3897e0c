import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { z } from 'zod';
import type { JobDefinition, QueueName } from './job.js';

export const REDIS_URL = Symbol('REDIS_URL');

/** Where jobs are put. Redis being away is an error at once, never a queue in memory: the row already says what is due. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  private readonly connection: Redis;
  private readonly queues = new Map<QueueName, Queue>();

  constructor(@Inject(REDIS_URL) url: string) {
    this.connection = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 3_000 });
    // Each failed call already reports the loss; an unheard 'error' event would end the process.
    this.connection.on('error', () => undefined);
  }

  /** Adds the job unless one of the same id is waiting or running. */
  async enqueue<S extends z.ZodType>(definition: JobDefinition<S>, id: string, payload: z.infer<S>): Promise<void> {
    await this.queue(definition.queue).add(definition.name, definition.payload.parse(payload), {
      jobId: id,
      attempts: definition.attempts,
      backoff: { type: 'exponential', delay: definition.backoffMs },
      removeOnComplete: true,
      removeOnFail: true,
    });
  }

  async ping(): Promise<void> {
    await this.connection.ping();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    this.connection.disconnect();
  }

  private queue(name: QueueName): Queue {
    const known = this.queues.get(name);
    if (known) return known;
    // Otherwise the first job waits for Redis without end, and one lost answer at that moment breaks the queue for good.
    const queue = new Queue(name, { connection: this.connection, skipWaitingForReady: true, skipVersionCheck: true });
    queue.on('error', () => undefined);
    this.queues.set(name, queue);
    return queue;
  }
}
