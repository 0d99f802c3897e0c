import { manquants } from './manquants.rules.js';

const DEMANDEUR = 'd';
const CONJOINT = 'c';
const piece = (type: string, personnes: string[] = [DEMANDEUR], etat = 'EN_LIGNE') => ({ type, personnes, etat });
const codes = (...pieces: ReturnType<typeof piece>[]): string[] =>
  manquants(pieces, DEMANDEUR).map(({ exigence }) => exigence);

describe('what is missing from the mandatory list, known without the details of the household', () => {
  it('an empty dossier misses both', () => {
    expect(codes()).toEqual(['IDENTITE_DEMANDEUR', 'AVIS_IMPOSITION']);
  });

  it.each(['IDENTITE_FR', 'IDENTITE_UE', 'TITRE_SEJOUR'])('%s of the demandeur proves who he is', (type) => {
    expect(codes(piece(type))).toEqual(['AVIS_IMPOSITION']);
  });

  it('the identity of somebody else of the household does not', () => {
    expect(codes(piece('IDENTITE_FR', [CONJOINT]), piece('AVIS_IMPOSITION_N2'))).toEqual(['IDENTITE_DEMANDEUR']);
  });

  it('the tax notice may stand in any name of the household', () => {
    expect(codes(piece('IDENTITE_FR', [CONJOINT, DEMANDEUR]), piece('AVIS_IMPOSITION_N2', [CONJOINT]))).toEqual([]);
  });

  it.each(['EN_PREPARATION', 'REMPLACEE', 'RETIREE'])('a pièce %s does not count: nobody can read it', (etat) => {
    expect(codes(piece('IDENTITE_FR', [DEMANDEUR], etat))).toContain('IDENTITE_DEMANDEUR');
  });

  it('no other pièce changes the answer, sensitive ones first', () => {
    expect(codes(piece('PROTECTION_JURIDIQUE'), piece('BULLETINS_SALAIRE'))).toEqual(codes());
  });

  it('each says what the reader waits for, and its law', () => {
    for (const { libelle, loi } of manquants([], DEMANDEUR)) {
      expect(libelle).toMatch(/^[A-Z]/);
      expect(loi).toMatch(/arrêté du 22 décembre 2020/);
    }
  });
});
