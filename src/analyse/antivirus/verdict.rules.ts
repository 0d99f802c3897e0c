import type { Moteur, Verdict } from './verdict.js';

type Constat =
  { readonly issue: 'SAIN' } | { readonly issue: 'INFECTE' | 'CHIFFRE' | 'HORS_LIMITES'; readonly signature: string };

const classer = (signature: string): 'INFECTE' | 'CHIFFRE' | 'HORS_LIMITES' => {
  if (signature.startsWith('Heuristics.Encrypted.')) return 'CHIFFRE';
  if (signature.startsWith('Heuristics.Limits.Exceeded')) return 'HORS_LIMITES';
  return 'INFECTE';
};

/** Two sentences of clamd are a verdict, to the letter. Anything else, whatever it holds, is none. */
export const lireConstat = (reponse: string): Constat | undefined => {
  if (reponse === 'stream: OK') return { issue: 'SAIN' };
  const trouve = /^stream: (\S+) FOUND$/.exec(reponse)?.[1];
  return trouve === undefined ? undefined : { issue: classer(trouve), signature: trouve };
};

/** `ClamAV 1.4.6/27500/Tue Nov 24 08:26:14 2026`, or `ClamAV 1.4.6` alone with signatures of our own. */
export const lireVersion = (reponse: string): Moteur | undefined => {
  const [moteur, base, date] = reponse.split('/');
  if (moteur === undefined || !/^ClamAV \S+$/.test(moteur)) return undefined;
  const datee = date === undefined ? Number.NaN : Date.parse(`${date} UTC`);
  return { moteur, base: base ?? null, baseDatee: Number.isNaN(datee) ? null : new Date(datee) };
};

export const composer = (constat: Constat, moteur: Moteur): Verdict => ({ ...constat, ...moteur });

const JOUR_MS = 86_400_000;

/** Undefined when the signatures are known to be recent enough. */
export const reserveSurLaBase = ({ baseDatee }: Moteur, joursMax: number, maintenant: Date): string | undefined => {
  if (baseDatee === null) return 'l’âge de la base de signatures est inconnu';
  const jours = Math.floor((maintenant.getTime() - baseDatee.getTime()) / JOUR_MS);
  return jours > joursMax ? `la base de signatures a ${jours} jours` : undefined;
};
