// Code page 1252 between 0x80 and 0x9F, as the standard fonts of PDF have it (WinAnsiEncoding).
const HAUT = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const CODES = new Map(
  Array.from(HAUT).flatMap((signe, rang) => (signe === ' ' ? [] : [[signe, 0x80 + rang] as const])),
);

const VOISINS: Record<string, string> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  ħ: 'h',
  Ħ: 'H',
  '\u2011': '-',
  '\u2212': '-',
};

const code = (signe: string): number | undefined => {
  const point = signe.codePointAt(0) ?? 0;
  return (point >= 0x20 && point < 0x7f) || (point >= 0xa0 && point <= 0xff) ? point : CODES.get(signe);
};

const approcher = (signe: string): string => {
  if (/\s/u.test(signe)) return ' ';
  const nu = VOISINS[signe] ?? signe.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return nu !== '' && Array.from(nu).every((lettre) => code(lettre) !== undefined) ? nu : '?';
};

/** A text that the standard fonts can print: near letters for what they lack, `?` for other scripts and emoji. */
export const imprimable = (texte: string): string =>
  Array.from(texte.normalize('NFC').replaceAll(/\p{Cc}|\p{Cf}/gu, ' '), (signe) =>
    code(signe) === undefined ? approcher(signe) : signe,
  ).join('');

/** The same as the operand of a `Tj`, in hexadecimal: nothing of the text can end it. */
export const chaineWinAnsi = (texte: string): string =>
  `<${Array.from(imprimable(texte), (signe) => (code(signe) ?? 0x3f).toString(16).padStart(2, '0')).join('')}>`;
