import { z } from 'zod';
import { processConfig, section } from '../config/index.js';

export const faultConfig = section('Essais de panne', {
  POINT_DE_PANNE: z
    .string()
    .optional()
    .describe('Étape à laquelle le processus se tue lui-même (essais seulement, sans effet en production)'),
  POINT_DE_GEL: z
    .string()
    .optional()
    .describe(
      'Étape à laquelle le processus se fige jusqu’au signal SIGCONT (essais seulement, sans effet en production)',
    ),
});

/** A seam for crash tests: at the step that was named, the process dies as by SIGKILL, or freezes as a machine may. */
export const crashPoint = (step: string): void => {
  const { POINT_DE_PANNE, POINT_DE_GEL } = faultConfig.read();
  if ((POINT_DE_PANNE !== step && POINT_DE_GEL !== step) || processConfig.read().MODE === 'production') return;
  process.kill(process.pid, POINT_DE_PANNE === step ? 'SIGKILL' : 'SIGSTOP');
};
