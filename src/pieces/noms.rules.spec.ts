import fc from 'fast-check';
import { nomDeFichier, nomDeTelechargement } from './noms.rules.js';

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

describe('the name of a download', () => {
  it('is plain for old programs and whole for the others', () => {
    expect(nomDeTelechargement('relevé d’été.jpg', 'pdf')).toBe(
      `filename="releve dete.pdf"; filename*=UTF-8''relev%C3%A9%20d%E2%80%99%C3%A9t%C3%A9.pdf`,
    );
  });

  it('cannot leave its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (nom) => {
        expect(nomDeTelechargement(nomDeFichier(nom), null)).toMatch(
          /^filename="[\w .-]+"; filename\*=UTF-8''[\w.~!%-]*$/,
        );
      }),
    );
  });
});
