import { PDFDocument, StandardFonts } from 'pdf-lib';

/** A two-page PDF that says what it would be; no two are the same bytes. */
export const specimen = async (titre: string, personne: string): Promise<Buffer> => {
  const pdf = await PDFDocument.create();
  const police = await pdf.embedFont(StandardFonts.Helvetica);
  for (const page of [1, 2]) {
    const feuille = pdf.addPage([595, 842]);
    feuille.drawText('SPÉCIMEN - document de démonstration sans valeur', { x: 60, y: 780, size: 12, font: police });
    feuille.drawText(titre.replaceAll(/[^\u0020-\u00FF]/g, ' '), {
      x: 60,
      y: 720,
      size: 16,
      font: police,
      maxWidth: 470,
    });
    feuille.drawText(`${personne.replaceAll('’', "'")}, page ${page} sur 2`, { x: 60, y: 660, size: 12, font: police });
  }
  return Buffer.from(await pdf.save());
};

/** The antivirus industry's harmless test file, put together here so that no scanner flags this one. */
export const eicar = (): Buffer =>
  Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

/** A PDF whose second half never arrived. */
export const tronque = async (): Promise<Buffer> => {
  const entier = await specimen('Document incomplet', 'Personne');
  return entier.subarray(0, Math.floor(entier.length / 3));
};
