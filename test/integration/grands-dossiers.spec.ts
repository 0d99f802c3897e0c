import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoireResidente } from '../../src/analyse/rendu/memoire.js';
import { pdfDImages } from '../../src/analyse/rendu/pdf-images.js';
import { RendeursService } from '../../src/analyse/rendu/rendeurs.service.js';
import { readRendeursConfig } from '../../src/analyse/rendu/rendu.config.js';
import { rendeursVivants } from '../support/rendeurs.js';

const PIECES = 30;
const PAGES = 3;
const OCTETS_PAR_PAGE = 6_300_000;
const FILIGRANE = 'Consulté par Zoé · J-42';
const MiB = 1024 ** 2;

const dossier = mkdtempSync(join(tmpdir(), 'grands-dossiers-'));
const sortie = join(dossier, 'dossier.pdf');
const pool = new RendeursService({ ...readRendeursConfig(), MODE: 'demonstration' });

beforeAll(() => pool.onModuleInit());
afterAll(() => {
  pool.onApplicationShutdown();
  rmSync(dossier, { recursive: true });
});

/** As large as a deposit may be; nobody decodes its pictures here. */
const grandPdf = (rang: number): string => {
  const image = { jpeg: randomBytes(OCTETS_PAR_PAGE), largeur: 1754, hauteur: 2480 };
  const chemin = join(dossier, `${rang}.pdf`);
  const page = { largeur: 595.28, hauteur: 841.89 };
  writeFileSync(chemin, pdfDImages(Array.from({ length: PAGES }, () => ({ ...image, page }))));
  return chemin;
};

/** @returns the most that renderers took together while this was done. */
const peser = async (faire: () => Promise<void>): Promise<number> => {
  let pire = 0;
  const relever = async (): Promise<void> => {
    pire = Math.max(pire, ...(await Promise.all(rendeursVivants().map(memoireResidente))));
  };
  const balance = setInterval(() => void relever(), 20);
  await faire().finally(() => clearInterval(balance));
  return pire;
};

const texte = (page: number): string =>
  execFileSync('pdftotext', ['-f', String(page), '-l', String(page), sortie, '-'], { encoding: 'utf8' });

it(`assembles ${PIECES} PDFs of the largest size, in the memory of a small one`, async () => {
  const pieces = Array.from({ length: PIECES }, (_, rang) => ({
    titre: `Pièce ${rang + 1}`,
    pages: PAGES,
    pdfs: [grandPdf(rang)],
  }));
  const couverture = {
    titre: 'Grand dossier',
    lecteur: 'Zoé',
    organisme: 'Exemple',
    finalite: 'Examen',
    dateHeure: 'ce jour',
    referenceJournal: 'J-42',
    demandeur: 'É',
    numeroUnique: '0',
    pieces: pieces.map(({ titre }) => ({ libelle: titre, personnes: [], deposeeLe: 'ce jour', pages: PAGES })),
  };
  const pire = await peser(async () => {
    const rendu = await pool.assembler({ sortie, dossier, couverture, pieces, filigrane: FILIGRANE });
    expect(rendu).toMatchObject({ issue: 'PRET' });
  });
  expect(pire).toBeGreaterThan(0);
  expect(pire).toBeLessThan(256 * MiB);
  expect(statSync(sortie).size).toBeGreaterThan(PIECES * PAGES * OCTETS_PAR_PAGE);

  const { pages, outlines } = JSON.parse(
    execFileSync('qpdf', ['--json=2', '--json-key=pages', '--json-key=outlines', sortie], { encoding: 'utf8' }),
  ) as { pages: unknown[]; outlines: { title: string; destpageposfrom1: number }[] };
  const debut = pages.length - PIECES * PAGES;
  expect(debut).toBeGreaterThanOrEqual(1);
  expect(outlines.map(({ title, destpageposfrom1 }) => [title, destpageposfrom1])).toEqual([
    ['Couverture', 1],
    ...pieces.map(({ titre }, rang) => [titre, debut + rang * PAGES + 1]),
  ]);
  for (const page of [1, debut + 1, pages.length]) expect(texte(page)).toContain(FILIGRANE);
}, 300_000);
