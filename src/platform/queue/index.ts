export { defineJob, Handles, type JobHandler } from './job.js';
export { queueConfig } from './queue.config.js';
export { QueueModule } from './queue.module.js';
export { Queues } from './queues.service.js';
