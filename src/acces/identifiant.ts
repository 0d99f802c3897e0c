import { z } from 'zod';
import { introuvable } from './acces.errors.js';

const uuid = z.uuid();

/** An id taken from a path. A malformed one is answered like an unknown one. */
export const identifiant = (valeur: string): string => {
  if (!uuid.safeParse(valeur).success) throw introuvable();
  return valeur;
};
