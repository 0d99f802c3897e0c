import { designer, saisiePersonne } from './personne-designee.rules.js';

describe('a person designated at the desk', () => {
  it('is a name with a number or a birth date', () => {
    expect(designer({ nom: ' Benali ', repere: '12041989' }).designation).toEqual({
      nom: 'Benali',
      naissance: '1989-04-12',
    });
    expect(designer({ nom: 'Benali', repere: '059 1123 000042 59350' }).designation).toEqual({
      nom: 'Benali',
      numeroUnique: '059112300004259350',
    });
  });

  it('says what is wrong on each field, and is nobody then', () => {
    const { designation, erreurs } = designer(saisiePersonne({ nom: ' ', repere: ['x'] }));
    expect(designation).toBeNull();
    expect(erreurs.map(({ champ }) => champ)).toEqual(['nom', 'repere']);
    expect(designer({ nom: 'Benali', repere: '31/02/1989' }).designation).toBeNull();
  });
});
