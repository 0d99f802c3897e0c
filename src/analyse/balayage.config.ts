import { z } from 'zod';
import { section } from '../platform/config/index.js';

const secondes = z.coerce.number().int().positive();

export const balayageConfig = section('Balayage', {
  BALAYAGE_PAUSE_MS: z.coerce
    .number()
    .int()
    .min(100)
    .default(5_000)
    .describe('Pause entre deux balayages de ce qui est dû'),
  OBJETS_ATTENDUS_DELAI_S: secondes
    .default(900)
    .describe(
      'Âge auquel un objet annoncé et jamais confirmé est détruit ; plus long que toute analyse et que tout envoi',
    ),
  DEPOT_ABANDON_S: secondes.default(86_400).describe('Âge auquel un fichier dont rien n’est arrivé est abandonné'),
  ORIGINAUX_JOURS: z.coerce
    .number()
    .int()
    .min(0)
    .default(30)
    .describe('Jours après lesquels le fichier d’origine est détruit, le PDF vérifié restant'),
  REFUS_JOURS: z.coerce
    .number()
    .int()
    .min(1)
    .default(7)
    .describe('Jours de garde d’un fichier infecté, que personne ne peut lire'),
  RESTITUTION_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(60)
    .describe('Minutes de garde d’un PDF de dossier préparé'),
});
