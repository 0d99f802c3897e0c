/** Engine and signatures that gave a verdict, so that older verdicts can be found and examined again. */
export interface Moteur {
  readonly moteur: string;
  /** Number of the signature database; null with a database of our own, which carries none. */
  readonly base: string | null;
  readonly baseDatee: Date | null;
}

/**
 * CHIFFRE: the content could not be looked at. clamd says so even of a PDF that opens without password, so the caller
 * takes the protection off (`RendeursService.dechiffrer`) and has the result examined, attachments included; what
 * stays CHIFFRE is refused, its owner is asked for a fichier without password.
 * HORS_LIMITES: too deep or too large once unpacked; the same answer at every try, so it is refused, never clean.
 */
export type Verdict = Moteur &
  ({ readonly issue: 'SAIN' } | { readonly issue: 'INFECTE' | 'CHIFFRE' | 'HORS_LIMITES'; readonly signature: string });
