import { z } from 'zod';

/**
 * Numéro unique, 18 characters: territory (3), month and year of deposit (4), sequence (6), guichet (5).
 * No source gives it a check digit: typing errors are caught by asking the name with it.
 */
export const NUMERO_UNIQUE = /^[0-9A-Z]{3}(0[1-9]|1[0-2])[0-9]{2}[0-9]{6}[A-Z0-9]{5}$/;

export const numeroUnique = z
  .string()
  .transform((saisi) => saisi.replaceAll(/[\s.-]/g, '').toUpperCase())
  .pipe(z.string().regex(NUMERO_UNIQUE, 'Le numéro unique a 18 caractères, par exemple 059 1123 000042 59350'));
