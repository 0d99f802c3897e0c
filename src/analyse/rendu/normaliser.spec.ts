import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import sharp from 'sharp';
import * as documents from '../../../docker/demonstration/documents.mjs';
import { dechiffrer } from './dechiffrer.js';
import { coteVise, normaliserImage } from './normaliser-image.js';
import { normaliserPdf } from './normaliser-pdf.js';
import type { Format } from '../../referentiel/index.js';
import type { DemandeNormaliser } from './rendu.schema.js';

let dossier: string;

beforeEach(() => {
  dossier = mkdtempSync(join(tmpdir(), 'rendu-'));
});
afterEach(() => rmSync(dossier, { recursive: true }));

const demande = (octets: Buffer, format: Format, limites = { pages: 50, pixels: 50_000_000 }): DemandeNormaliser => {
  const source = join(dossier, 'source');
  writeFileSync(source, octets);
  return { acte: 'normaliser', source, format, dossier, limites };
};

const pdf = (octets: Buffer, limites?: DemandeNormaliser['limites']) =>
  normaliserPdf(demande(octets, 'application/pdf', limites));

/** Every stream unpacked, so that nothing can hide in a compressed one. */
const enClair = (chemin: string): string =>
  execFileSync('qpdf', ['--qdf', '--object-streams=disable', chemin, '-'], { encoding: 'latin1', maxBuffer: 1e8 });

describe('a PDF', () => {
  it('comes out with its pages, previews and thumbnails', async () => {
    const rendu = await pdf(await documents.avisImposition());
    expect(rendu).toMatchObject({ issue: 'PRET', pages: 3, colonnes: 3, cellule: 300 });
    expect(rendu.apercus).toHaveLength(3);
    await expect(sharp(rendu.apercus[0]).metadata()).resolves.toMatchObject({ width: 848, height: 1200 });
    await expect(sharp(rendu.vignettes).metadata()).resolves.toMatchObject({ width: 900, height: 300 });
  });

  it('loses script, attachment, action and link: none of their bytes is left', async () => {
    const source = await documents.pdfActif();
    writeFileSync(join(dossier, 'actif.pdf'), source);
    const avant = enClair(join(dossier, 'actif.pdf'));
    const apres = enClair((await pdf(source)).pdf);
    for (const trace of ['SPECIMEN-SCRIPT', 'SPECIMEN-ANNEXE', 'SPECIMEN-LANCE', '/JavaScript', '/EmbeddedFile']) {
      expect([trace, avant.includes(trace), apres.includes(trace)]).toEqual([trace, true, false]);
    }
    for (const cle of ['/OpenAction', '/AA', '/Annots', '/Names', '/Metadata', '/JS']) {
      expect([cle, apres.includes(`${cle} `)]).toEqual([cle, false]);
    }
  });

  it('keeps what was typed into its form', async () => {
    const rendu = await pdf(await documents.pdfFormulaire('TEXTE SAISI'));
    expect(enClair(rendu.pdf)).not.toContain('/AcroForm');
    const texte = execFileSync('pdftotext', [rendu.pdf, '-'], { encoding: 'utf8' });
    expect(texte).toContain('TEXTE SAISI');
  });

  it('is accepted when it only says what may not be done with it', async () => {
    await expect(pdf(await documents.pdfProtege())).resolves.toMatchObject({ issue: 'PRET', pages: 3 });
  });

  it('keeps its attachment when only its protection is taken off, for the antivirus', async () => {
    const { source } = demande(await documents.pdfProtege(await documents.pdfActif()), 'application/pdf');
    const ouvert = await dechiffrer({ acte: 'dechiffrer', source, dossier });
    expect(ouvert.issue === 'PRET' && enClair(ouvert.pdf)).toContain('SPECIMEN-ANNEXE');
  });

  it('is handed on as pictures of its pages when something active hides where drawings are', async () => {
    const document = await PDFDocument.load(await documents.avisImposition());
    const piege = document.context.obj({ Type: 'Filespec', F: PDFString.of('SPECIMEN-CACHE.exe') });
    for (const { node } of document.getPages()) {
      node.normalizedEntries().Resources.set(PDFName.of('Properties'), document.context.obj({ MC0: piege }));
    }
    const rendu = await pdf(Buffer.from(await document.save()));
    expect(rendu).toMatchObject({ issue: 'PRET', pages: 3, largeurs: [848, 848, 848] });
    expect(readFileSync(rendu.pdf, 'latin1').match(/DCTDecode/g)).toHaveLength(3);
    expect(enClair(rendu.pdf)).not.toContain('SPECIMEN-CACHE');
  });

  it('is refused with the reason', async () => {
    await expect(pdf(await documents.pdfMotDePasse())).rejects.toThrow('pdf.mot_de_passe');
    await expect(pdf(await documents.pdfTronque())).rejects.toThrow('fichier.illisible');
    await expect(pdf(Buffer.from('<html>%PDF</html>'))).rejects.toThrow('fichier.illisible');
    await expect(pdf(await documents.avisImposition(), { pages: 2, pixels: 1 })).rejects.toThrow('pdf.trop_de_pages');
  });
});

const image = (octets: Buffer, format: Format, limites?: DemandeNormaliser['limites']) =>
  normaliserImage(demande(octets, format, limites));

describe('a photo', () => {
  it('is turned upright, and says nothing of the place any more', async () => {
    const source = await documents.carteIdentiteRecto();
    const rendu = await image(source, 'image/jpeg');
    expect(source.includes('SPECIMEN')).toBe(true);
    expect(readFileSync(rendu.pdf).includes('SPECIMEN')).toBe(false);
    await expect(sharp(rendu.apercus[0]).metadata()).resolves.toMatchObject({ width: 1200, height: 901 });
    expect(execFileSync('qpdf', ['--check', rendu.pdf], { encoding: 'utf8' })).toContain('No syntax');
  }, 30_000);

  it('may be a PNG', async () => {
    await expect(image(await documents.bulletinSalaire(), 'image/png')).resolves.toMatchObject({ pages: 1 });
  });

  it('is refused with the reason', async () => {
    const tronque = await documents.jpegTronque();
    await expect(image(tronque, 'image/jpeg')).rejects.toThrow('fichier.illisible');
    const limites = { pages: 1, pixels: 1000 };
    await expect(image(await documents.bulletinSalaire(), 'image/png', limites)).rejects.toThrow('image.trop_grande');
  }, 30_000);

  it.each([
    [4032, 3024, 2016],
    [6000, 4000, 2480],
    [3000, 2000, 2480],
    [800, 600, 800],
  ])('of %i × %i is kept at %i on its longer side', (largeur, hauteur, cote) => {
    expect(coteVise(largeur, hauteur)).toBe(cote);
  });
});
