import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { degrees, PDFDocument, PDFName } from 'pdf-lib';
import { avisImposition } from '../../../docker/demonstration/documents.mjs';
import { MENTION_ACCES_RESTREINT } from '../../referentiel/index.js';
import { assembler } from './assembler.js';

/** A page that says nothing itself, and one that shows nothing. */
const pageParReferences = async (): Promise<Uint8Array> => {
  const document = await PDFDocument.load(await avisImposition());
  const [page] = document.getPages();
  const { node } = page ?? document.addPage();
  const { context } = document;
  const { Resources, XObject } = node.normalizedEntries();
  Resources.set(PDFName.of('XObject'), context.register(XObject));
  node.set(PDFName.of('Resources'), context.register(Resources));
  node.set(PDFName.of('MediaBox'), context.register(context.obj([595, 842, context.register(context.obj(0)), 0])));
  document.removePage(2);
  document.removePage(1);
  document.addPage().node.delete(PDFName.of('Contents'));
  return document.save();
};

describe('the PDF that a reader takes away', () => {
  const dossier = mkdtempSync(join(tmpdir(), 'assembler-'));
  const sortie = join(dossier, 'dossier.pdf');
  const texte = (page: number): string =>
    execFileSync('pdftotext', ['-f', String(page), '-l', String(page), sortie, '-'], { encoding: 'utf8' });

  beforeAll(async () => {
    const avis = join(dossier, 'avis.pdf');
    writeFileSync(avis, await avisImposition());
    const [tournee, detournee] = [join(dossier, 'tournee.pdf'), join(dossier, 'detournee.pdf')];
    const document = await PDFDocument.load(readFileSync(avis));
    document.getPages().forEach((page, rang) => page.setRotation(degrees(90 * (rang + 1))));
    writeFileSync(tournee, await document.save());
    writeFileSync(detournee, await pageParReferences());
    await assembler({
      acte: 'assembler',
      sortie,
      dossier,
      filigrane: 'Consulté par Zoé Œuvre 🎉 · journal J-42',
      couverture: {
        titre: 'Dossier unique de Mme Éloïse SPÉCIMEN',
        lecteur: 'Zoé Lefèvre',
        organisme: 'Habitat d’Exemple',
        finalite: 'Examen de la candidature',
        dateHeure: '24 novembre 2026 à 10 h 41',
        referenceJournal: 'J-42',
        demandeur: 'Éloïse SPÉCIMEN',
        numeroUnique: '075012600012300000',
        pieces: Array.from({ length: 60 }, (_, rang) => ({
          libelle: `Pièce ${rang + 1}`,
          personnes: ['محمد', 'Łukasz'],
          deposeeLe: '3 novembre 2026',
          pages: 3,
        })),
      },
      pieces: [
        { titre: 'Avis d’impôt', pages: 6, pdfs: [avis, tournee] },
        { titre: 'Le même', pages: 3, pdfs: [avis] },
        { titre: 'Détours', pages: 2, pdfs: [detournee] },
      ],
    });
  });
  afterAll(() => rmSync(dossier, { recursive: true }));

  it('opens with who reads, why and when, over as many sheets as needed', () => {
    for (const dit of ['Éloïse SPÉCIMEN', 'Zoé Lefèvre, Habitat d’Exemple', 'Examen de la candidature', '10 h 41']) {
      expect(texte(1)).toContain(dit);
    }
    const couverture = [1, 2, 3, 4, 5].map(texte).join('');
    expect(couverture).toContain('60. Pièce 60');
    expect(couverture).toContain(MENTION_ACCES_RESTREINT);
  });

  it('bears the mark of its reader on every page', async () => {
    const document = await PDFDocument.load(readFileSync(sortie));
    for (let page = 1; page <= document.getPageCount(); page += 1) {
      expect(texte(page)).toContain('Consulté par Zoé Œuvre ? · journal J-42');
    }
  });

  it('has one bookmark for the cover and one for each pièce, each at its page', () => {
    const lu = JSON.parse(execFileSync('qpdf', ['--json=2', '--json-key=outlines', sortie], { encoding: 'utf8' })) as {
      outlines: { title: string; destpageposfrom1: number }[];
    };
    const [couverture, avis, meme, detours] = lu.outlines;
    expect(lu.outlines.map(({ title }) => title)).toEqual(['Couverture', 'Avis d’impôt', 'Le même', 'Détours']);
    expect(couverture?.destpageposfrom1).toBe(1);
    expect((meme?.destpageposfrom1 ?? 0) - (avis?.destpageposfrom1 ?? 0)).toBe(6);
    expect((detours?.destpageposfrom1 ?? 0) - (meme?.destpageposfrom1 ?? 0)).toBe(3);
  });

  it('keeps what the pages show', async () => {
    const nombre = (await PDFDocument.load(readFileSync(sortie))).getPageCount();
    for (const page of [nombre - 10, nombre - 4, nombre - 1]) expect(texte(page)).toContain('AVIS D’IMPÔT');
  });

  it('takes no more of the disk than it must', () => {
    expect(readdirSync(dossier)).not.toContain('jointe.pdf');
  });

  it('is French, titled and well formed', () => {
    const octets = readFileSync(sortie, 'latin1');
    expect(octets).toContain('/Lang (fr-FR)');
    expect(execFileSync('pdfinfo', [sortie], { encoding: 'utf8' })).toContain('Dossier unique de Mme Éloïse SPÉCIMEN');
    expect(execFileSync('qpdf', ['--check', sortie], { encoding: 'utf8' })).toContain('No syntax');
  });
});
