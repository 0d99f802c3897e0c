import { enTaille, lireJour, lireRepere, numeroEnClair } from './saisie.rules.js';

describe('what is typed at the desk', () => {
  it.each(['12/04/1989', '12 04 1989', '12.4.1989', ' 12-04-1989 ', '12041989', '1989-04-12'])(
    '%s is the 12th of April 1989',
    (saisi) => expect(lireJour(saisi)).toBe('1989-04-12'),
  );

  it.each(['31/02/1989', '12/13/1989', '12/04/89', '1204', '', 'hier', '059112300004259350'])('%s is no day', (saisi) =>
    expect(lireJour(saisi)).toBeNull(),
  );

  it('one field takes the number, spaced or not, or the birth date', () => {
    expect(lireRepere('059 1123 000042 59350')).toEqual({ numeroUnique: '059112300004259350' });
    expect(lireRepere('059112300004259350')).toEqual({ numeroUnique: '059112300004259350' });
    expect(lireRepere('12041989')).toEqual({ naissance: '1989-04-12' });
    expect(lireRepere('Benali')).toBeNull();
  });

  it('numbers and sizes are told in French form', () => {
    expect(numeroEnClair('059112300004259350')).toBe('059\u00A01123\u00A0000042\u00A059350');
    expect(enTaille(1_250_000)).toBe('1,3\u00A0Mo');
    expect(enTaille(12)).toBe('1\u00A0ko');
  });
});
