import { chaineWinAnsi, imprimable } from './texte.rules.js';

describe('a text for the standard fonts', () => {
  it('keeps what French needs', () => {
    expect(imprimable('Éloïse Lefèvre-Ÿves, Œuvre « l’été » à 12 €…')).toBe(
      'Éloïse Lefèvre-Ÿves, Œuvre « l’été » à 12 €…',
    );
  });

  it('joins an accent typed apart to its letter', () => {
    expect(imprimable('e\u0301te\u0301')).toBe('été');
  });

  it('takes the nearest letter for what the fonts lack', () => {
    expect(imprimable('Łukasz Çelik Şahin Nguyễn')).toBe('Lukasz Çelik Sahin Nguyen');
  });

  it.each(['محمد', '🎉', '中文', '\uD800'])('replaces %j and does not fail', (texte) => {
    expect(imprimable(texte)).toMatch(/^\?+$/);
  });

  it('has no line break, and no way out of its string', () => {
    expect(imprimable('a\nb\u202Fc\u0000d')).toBe('a b c d');
    expect(chaineWinAnsi(') Tj é€')).toBe('<2920546a20e980>');
  });
});
