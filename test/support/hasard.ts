import { randomInt } from 'node:crypto';

/** The seed of this run: GRAINE to play one again, otherwise a new one; whoever takes it prints it. */
export const graine = (): number => Number(process.env['GRAINE'] ?? randomInt(2 ** 31));

/** The same numbers from the same seed (mulberry32). */
export class Hasard {
  private etat: number;

  constructor(readonly depart: number) {
    this.etat = depart >>> 0;
  }

  /** In [0, 1). */
  suivant(): number {
    this.etat = (this.etat + 0x6d2b79f5) >>> 0;
    let t = this.etat;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  entre(min: number, max: number): number {
    return min + Math.floor(this.suivant() * (max - min + 1));
  }

  octets(longueur: number): Buffer {
    return Buffer.from(Array.from({ length: longueur }, () => this.entre(0, 255)));
  }
}
