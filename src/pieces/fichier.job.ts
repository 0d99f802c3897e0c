import { z } from 'zod';
import { defineJob } from '../platform/queue/index.js';

/**
 * A fichier that was received is to be scanned, normalised and drawn; `analyse` does it. Three attempts in a row, then
 * the sweeper enqueues it again for as long as the row says that it is due.
 */
export const analyserFichier = defineJob({
  name: 'analyser-fichier',
  queue: 'analyse',
  payload: z.strictObject({ fichierId: z.uuid() }),
  attempts: 3,
  backoffMs: 1_000,
});
