import { z } from 'zod';
import { jourIso } from '../referentiel/index.js';

/** The fields of a deposit form, each as the list of the values that were sent. */
export const champsDepot = z.object({
  type: z.tuple([z.string().min(1)], 'Indiquez le type de la pièce'),
  personnes: z
    .array(z.string())
    .default([])
    .transform((valeurs) => valeurs.flatMap((valeur) => valeur.split(',')).filter(Boolean))
    .pipe(z.array(z.uuid('Identifiant de personne incorrect')).max(20)),
  remplace: z
    .tuple([z.uuid('Identifiant de pièce incorrect')])
    .optional()
    .transform((valeurs) => valeurs?.[0] ?? null),
  /** Told by a guichet; for the person herself it is today. */
  recueLe: z
    .tuple([z.iso.date('Date attendue sous la forme AAAA-MM-JJ')])
    .optional()
    .transform((valeurs) => valeurs?.[0])
    .refine((jour) => !jour || jour <= jourIso(new Date()), 'La date de réception ne peut pas être dans le futur'),
});
