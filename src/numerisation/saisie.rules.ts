import { numeroUnique } from '../referentiel/index.js';

/** What an agent types at the desk, read with patience. */
export type Repere = { numeroUnique: string } | { naissance: string };

const JOUR = /^(\d{1,2})[/\s.-]*(\d{1,2})[/\s.-]*(\d{4})$/;
const HUIT_CHIFFRES = /^(\d{2})(\d{2})(\d{4})$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

const enIso = (annee: string, mois: string, jour: string): string | null => {
  const iso = `${annee}-${mois.padStart(2, '0')}-${jour.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
};

/** `12/04/1989`, `12 4 1989`, `12041989` or `1989-04-12`; null for what is no day of the calendar. */
export const lireJour = (saisi: string): string | null => {
  const propre = saisi.trim();
  const iso = ISO.exec(propre);
  if (iso) return enIso(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '');
  const lu = HUIT_CHIFFRES.exec(propre) ?? (/[/\s.-]/.test(propre) ? JOUR.exec(propre) : null);
  return lu && enIso(lu[3] ?? '', lu[2] ?? '', lu[1] ?? '');
};

/** One field for both: 18 characters are a numéro unique, a day is a birth date. */
export const lireRepere = (saisi: string): Repere | null => {
  const naissance = lireJour(saisi);
  if (naissance) return { naissance };
  const numero = numeroUnique.safeParse(saisi);
  return numero.success ? { numeroUnique: numero.data } : null;
};

/** `059 1123 000042 59350`, as it is printed on the attestation. */
export const numeroEnClair = (numero: string): string =>
  [numero.slice(0, 3), numero.slice(3, 7), numero.slice(7, 13), numero.slice(13)].join('\u00A0');

const UN_MO = 1_000_000;
const decimales = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

export const enTaille = (octets: number): string =>
  octets < UN_MO ? `${Math.max(1, Math.round(octets / 1000))}\u00A0ko` : `${decimales.format(octets / UN_MO)}\u00A0Mo`;
