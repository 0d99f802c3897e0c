import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

/** A queue is a resource profile, not a feature: its concurrency is the number of things that resource bears at once. */
export type QueueName = 'analyse' | 'restitution';

/** What a job is, and how it fails. The payload holds ids only: Redis is not a place for personal data. */
export interface JobDefinition<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly queue: QueueName;
  readonly payload: S;
  /** Attempts within one enqueueing, and the first pause between two; the sweeper enqueues again what is still due. */
  readonly attempts: number;
  readonly backoffMs: number;
}

export const defineJob = <S extends z.ZodType>(definition: JobDefinition<S>): JobDefinition<S> => definition;

export interface JobHandler<D extends JobDefinition = JobDefinition> {
  handle(payload: z.infer<D['payload']>): Promise<void>;
}

export const HANDLES = 'queue:handles';
/** Marks the one class that handles a job. */
export const Handles = (definition: JobDefinition): ClassDecorator => SetMetadata(HANDLES, definition);
