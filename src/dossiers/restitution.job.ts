import { z } from 'zod';
import { defineJob } from '../platform/queue/index.js';

/** A reader waits for the PDF of a dossier. Three attempts, then the sweeper; after five times it is told as failed. */
export const restituerDossier = defineJob({
  name: 'restituer-dossier',
  queue: 'restitution',
  payload: z.strictObject({ restitutionId: z.uuid() }),
  attempts: 3,
  backoffMs: 500,
});
