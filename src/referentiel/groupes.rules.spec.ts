import { catalogue } from './catalogue.rules.js';
import { libelleCourant, libelleDuGroupe } from './groupes.rules.js';

describe('a type of pièce in words a person uses', () => {
  it.each([
    ['AVIS_IMPOSITION_N2', 'Avis d’imposition sur les revenus de 2024'],
    ['AVIS_IMPOSITION_N1', 'Dernier avis d’imposition (revenus 2025)'],
    ['REVENUS_BAISSE', 'Preuve d’une baisse de revenus d’au moins 10 % par rapport à 2024'],
    ['TITRE_SEJOUR', 'Titre attestant la régularité du séjour'],
  ])('%s in 2026', (code, attendu) => {
    expect(libelleCourant(code, 2026)).toBe(attendu);
  });

  it.each(catalogue.map(({ code }) => code))('%s holds no notation of the law', (code) => {
    expect(libelleCourant(code, 2026)).not.toMatch(/N-\d/);
  });

  it.each([...new Set(catalogue.map(({ groupe }) => groupe))])('the group %s has a heading', (groupe) => {
    expect(libelleDuGroupe(groupe)).not.toContain('_');
  });
});
