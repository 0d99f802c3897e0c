import { couperEnLignes } from './couverture.js';

const tient = (texte: string): boolean => texte.length <= 10;

describe('lines of the cover', () => {
  it('breaks between words', () => {
    expect(couperEnLignes('avis d’impôt sur les revenus', tient)).toEqual(['avis', 'd’impôt', 'sur les', 'revenus']);
  });

  it('cuts a word that is wider than the sheet', () => {
    expect(couperEnLignes('a bcdefghijklmnopqrstuv', tient).every(tient)).toBe(true);
  });
});
