import { z } from 'zod';
import { processConfig, section } from '../config/index.js';

export const faultConfig = section('Essais de panne', {
  POINT_DE_PANNE: z
    .string()
    .optional()
    .describe('Étape à laquelle le processus se tue lui-même (essais seulement, sans effet en production)'),
});

/** A seam for crash tests: the process dies here, as by SIGKILL, when this step is the one that was named. */
export const crashPoint = (step: string): void => {
  if (faultConfig.read().POINT_DE_PANNE !== step || processConfig.read().MODE === 'production') return;
  process.kill(process.pid, 'SIGKILL');
};
