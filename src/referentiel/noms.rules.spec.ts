import fc from 'fast-check';
import { nomRecherche } from './noms.rules.js';

describe('the searched form of a name', () => {
  it.each([
    ['Benali', 'BENALI'],
    ['  d’Été--Ly ', 'D ETE LY'],
    ['Le Cœur', 'LE COEUR'],
    ['NUÑEZ', 'NUNEZ'],
    ['Ægir', 'AEGIR'],
  ])('%s is searched as %s', (nom, attendu) => {
    expect(nomRecherche(nom)).toBe(attendu);
  });

  it('is stable: searching the searched form finds it again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (nom) => nomRecherche(nomRecherche(nom)) === nomRecherche(nom)),
    );
  });
});
