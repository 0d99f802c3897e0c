import { champsInvalides } from '../platform/http/index.js';
import { dejaDeposee, depotEnCours, fichierVide, typeInconnu } from './depot.errors.js';
import { champsRefuses, estDejaFait } from './refus-depot.rules.js';

describe('a refused deposit', () => {
  it('points at the field to correct', () => {
    expect(champsRefuses(typeInconnu())[0]?.champ).toBe('type');
    expect(champsRefuses(champsInvalides([{ path: ['type', 0], message: 'Indiquez le type' }]))).toEqual([
      { champ: 'type', message: 'Indiquez le type' },
    ]);
  });

  it('names the file that is at fault', () => {
    expect(champsRefuses(fichierVide({ fichier: 'recto.jpg' }))[0]).toMatchObject({
      champ: 'fichiers',
      message: expect.stringContaining('« recto.jpg »'),
    });
  });

  it('is no refusal when all of it is there already', () => {
    expect(estDejaFait(dejaDeposee({ fichier: 'a', complet: true }))).toBe(true);
    expect(estDejaFait(depotEnCours({ fichier: 'a' }))).toBe(true);
  });

  it('is one when a part of it is new, and the file to leave out is named', () => {
    expect(estDejaFait(dejaDeposee({ fichier: 'a.pdf', complet: false }))).toBe(false);
    expect(champsRefuses(dejaDeposee({ fichier: 'a.pdf' }))[0]?.message).toContain('a.pdf');
    expect(estDejaFait(dejaDeposee())).toBe(false);
  });
});
