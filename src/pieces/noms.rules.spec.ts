import fc from 'fast-check';
import { nomDeFichier } from './noms.rules.js';

describe('the name of a deposited file', () => {
  it.each([
    ['avis 2024.pdf', 'avis 2024.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\moi\\carte.jpg', 'carte.jpg'],
    ['a\r\nSet-Cookie: x.pdf', 'aSet-Cookie: x.pdf'],
    ['fac\u202Efdp.exe', 'facfdp.exe'],
    ['', 'sans nom'],
    ['dossier/', 'sans nom'],
  ])('%j is kept as %j', (nom, attendu) => {
    expect(nomDeFichier(nom)).toBe(attendu);
  });

  it('never holds a path, a control character, a bidirectional mark, nor more than 120 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (nom) => {
        const propre = nomDeFichier(nom);
        expect(propre).not.toMatch(/[/\\\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
        expect(Array.from(propre).length).toBeLessThanOrEqual(120);
        expect(propre).not.toBe('');
      }),
    );
  });
});
