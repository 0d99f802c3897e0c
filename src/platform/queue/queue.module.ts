import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { JobDefinition } from './job.js';
import { queueConfig } from './queue.config.js';
import { Queues, REDIS_URL } from './queues.service.js';
import { JOBS, Workers } from './workers.service.js';

const url = { provide: REDIS_URL, useFactory: () => queueConfig.read().REDIS_URL };

@Global()
@Module({})
export class QueueModule {
  /** For a process that only puts jobs. */
  static producer(): DynamicModule {
    return { module: QueueModule, providers: [url, Queues], exports: [Queues] };
  }

  /** For a process that also runs them. */
  static consumer(jobs: readonly JobDefinition[]): DynamicModule {
    return {
      module: QueueModule,
      imports: [DiscoveryModule],
      providers: [url, Queues, Workers, { provide: JOBS, useValue: jobs }],
      exports: [Queues],
    };
  }
}
