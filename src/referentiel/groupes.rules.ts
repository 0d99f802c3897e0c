import { typeDePieceDe } from './catalogue.rules.js';

const GROUPES: Record<string, string> = {
  identite: 'Identité et enfants',
  revenu_fiscal: 'Impôts',
  situation_familiale: 'Couple, famille, grossesse',
  situation_professionnelle: 'Travail et études',
  ressources_mensuelles: 'Ce que vous touchez chaque mois',
  logement_actuel: 'Votre logement aujourd’hui',
  motif: 'Pourquoi vous demandez un logement',
  priorite: 'Situations prioritaires',
  patrimoine: 'Ce que vous possédez',
  formulaire: 'Formulaires',
  derogation_locale: 'Autres situations',
};

/** The heading under which a person looks for a type of pièce. */
export const libelleDuGroupe = (groupe: string): string => GROUPES[groupe] ?? 'Autres situations';

/** The name of a type in words a person uses: the year itself, where the arrêté writes N-2. */
export const libelleCourant = (code: string, annee: number): string =>
  (typeDePieceDe(code)?.libelle ?? code)
    .replaceAll(
      /(les revenus )?N-([12])/g,
      (_, revenus: string | undefined, recul: string) => `${revenus ? 'les revenus de ' : ''}${annee - Number(recul)}`,
    )
    .replaceAll("'", '’');
