import type { Designation } from '../acces/index.js';
import type { ErreurDeChamp } from '../ui/index.js';
import { lireRepere } from './saisie.rules.js';

export interface SaisiePersonne {
  nom: string;
  repere: string;
}

export const AIDE_REPERE = 'Par exemple 12/04/1989 ou 12041989 ; ou les 18 caractères du numéro, avec ou sans espaces';

const texte = (valeur: unknown): string => (typeof valeur === 'string' ? valeur.slice(0, 100) : '');

export const saisiePersonne = (corps: Record<string, unknown> | undefined): SaisiePersonne => ({
  nom: texte(corps?.['nom']),
  repere: texte(corps?.['repere']),
});

/** What was typed to designate a person, as a designation or as what is wrong with it. */
export const designer = ({
  nom,
  repere,
}: SaisiePersonne): { designation: Designation | null; erreurs: ErreurDeChamp[] } => {
  const lu = lireRepere(repere);
  const erreurs: ErreurDeChamp[] = [];
  if (!nom.trim()) erreurs.push({ champ: 'nom', message: 'Indiquez le nom de naissance du demandeur' });
  if (!lu)
    erreurs.push({
      champ: 'repere',
      message:
        'Indiquez une date de naissance (jour, mois, année sur 4 chiffres) ou les 18 caractères du numéro unique',
    });
  return { designation: lu && erreurs.length === 0 ? { nom: nom.trim(), ...lu } : null, erreurs };
};
