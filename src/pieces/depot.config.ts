import { z } from 'zod';
import { section } from '../platform/config/index.js';

export const depotConfig = section('Dépôt', {
  DEPOT_OCTETS_MAX: z.coerce
    .number()
    .int()
    .positive()
    .default(20 * 1024 * 1024)
    .describe('Taille d’un fichier au plus, en octets'),
  DEPOT_FICHIERS_MAX: z.coerce.number().int().positive().max(50).default(10).describe('Fichiers d’une pièce au plus'),
  DEPOT_DELAI_S: z.coerce
    .number()
    .int()
    .positive()
    .default(120)
    .describe('Délai après lequel un dépôt sans accusé de réception est tenu pour interrompu, en secondes'),
});
