/** Engine and signatures that gave a verdict, so that older verdicts can be found and examined again. */
export interface Moteur {
  readonly moteur: string;
  /** Number of the signature database; null with a database of our own, which carries none. */
  readonly base: string | null;
  readonly baseDatee: Date | null;
}

/**
 * CHIFFRE: the content could not be looked at. For a PDF the caller takes the protection off (`RendeursService.dechiffrer`)
 * and has the result examined; a fichier that stays CHIFFRE is refused, its owner is asked for one without password.
 */
export type Verdict = Moteur &
  ({ readonly issue: 'SAIN' } | { readonly issue: 'INFECTE' | 'CHIFFRE'; readonly signature: string });
