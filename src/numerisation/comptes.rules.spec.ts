import { phraseDuJour } from './comptes.rules.js';

describe('the day of a desk in one sentence', () => {
  it('tells each state that occurs, and only those', () => {
    expect(phraseDuJour({ enLigne: 9, enCours: 2, aReprendre: 1, sorties: 0 })).toBe(
      '12\u00A0pièces déposées : 9\u00A0en ligne, 2\u00A0en cours de vérification, 1\u00A0à reprendre.',
    );
    expect(phraseDuJour({ enLigne: 0, enCours: 0, aReprendre: 0, sorties: 1 })).toBe(
      '1\u00A0pièce déposée : 1\u00A0retirée ou remplacée.',
    );
  });

  it('says nothing of a day without a deposit', () => {
    expect(phraseDuJour({ enLigne: 0, enCours: 0, aReprendre: 0, sorties: 0 })).toBeNull();
  });
});
