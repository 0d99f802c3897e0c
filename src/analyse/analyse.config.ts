import { z } from 'zod';
import { section } from '../platform/config/index.js';

export const analyseConfig = section('Analyse', {
  ANALYSE_TENTATIVES_MAX: z.coerce
    .number()
    .int()
    .min(2)
    .default(10)
    .describe('Essais après lesquels un fichier qui fait tomber son analyse est rangé « à examiner »'),
});
