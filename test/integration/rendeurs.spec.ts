import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import * as documents from '../../docker/demonstration/documents.mjs';
import { readRendeursConfig, type RendeursConfig } from '../../src/analyse/rendu/rendu.config.js';
import { DisquePlein, RendeurTombe } from '../../src/analyse/rendu/rendu.errors.js';
import { Rendeur } from '../../src/analyse/rendu/rendeur.js';
import { RendeursService } from '../../src/analyse/rendu/rendeurs.service.js';
import { reponseSonder } from '../../src/analyse/rendu/rendu.schema.js';
import { sonderIsolation } from '../../src/analyse/rendu/sonde.js';
import { attendre } from '../support/maison.js';
import { rendeursVivants } from '../support/rendeurs.js';

const racine = mkdtempSync(join(tmpdir(), 'rendeurs-'));
let pool: RendeursService | undefined;
let rang = 0;

const demarrer = async (config: Partial<RendeursConfig> = {}): Promise<RendeursService> => {
  pool = new RendeursService({ ...readRendeursConfig(), MODE: 'demonstration', ...config });
  await pool.onModuleInit();
  return pool;
};

const travail = (octets: Buffer) => {
  const dossier = join(racine, String((rang += 1)));
  mkdirSync(dossier);
  const source = join(dossier, 'source');
  writeFileSync(source, octets);
  return { source, dossier };
};

const couverture = {
  titre: 'Dossier',
  lecteur: 'Zoé',
  organisme: 'Exemple',
  finalite: 'Examen',
  dateHeure: 'ce jour',
  referenceJournal: 'J',
  demandeur: 'É',
  numeroUnique: '0',
  pieces: [],
};

/** Nothing wrong with it, but three hundred pages to draw. */
const pdfLong = async (): Promise<Buffer> => {
  const avis = await PDFDocument.load(await documents.avisImposition());
  const long = await PDFDocument.create();
  for (let i = 0; i < 100; i += 1) {
    // oxlint-disable-next-line no-await-in-loop
    for (const page of await long.copyPages(avis, [0, 1, 2])) long.addPage(page);
  }
  return Buffer.from(await long.save());
};

afterEach(() => pool?.onApplicationShutdown());
afterAll(() => rmSync(racine, { recursive: true }));

describe('the pool of renderers', () => {
  it('cuts the network off, and says so', async () => {
    expect((await demarrer({ MODE: 'production' })).isolation).toBe('reseau-coupe');
  });

  it('tries for itself what a renderer reaches: no port of ours, no interface, no secret of its parent', async () => {
    const entree = join(import.meta.dirname, '../../dist/analyse/rendu/rendeur.process.js');
    const config = { ...readRendeursConfig(), MODE: 'demonstration' as const };
    const { coupure, isolation } = await sonderIsolation(config, entree);
    expect(isolation).toBe('reseau-coupe');
    const rendeur = new Rendeur(config, coupure, entree);
    const { interfaces, ...atteint } = reponseSonder.parse(await rendeur.demander({ acte: 'sonder', port: 1 }));
    rendeur.tuer();
    expect(atteint).toEqual({ issue: 'PRET', connexion: false, secrets: false });
    expect(interfaces.filter((nom) => nom !== 'lo')).toEqual([]);
  });

  it('makes a clean PDF of a photo and of a document, under its limits', async () => {
    const service = await demarrer();
    const photo = travail(await documents.carteIdentiteRecto());
    const avis = travail(await documents.avisImposition());
    const [un, deux] = await Promise.all([
      service.normaliser({ ...photo, format: 'image/jpeg' }),
      service.normaliser({ ...avis, format: 'application/pdf' }),
    ]);
    expect([un, deux]).toMatchObject([
      { issue: 'PRET', pages: 1 },
      { issue: 'PRET', pages: 3 },
    ]);
  }, 30_000);

  it('answers a refusal, not an error, when the fichier is at fault', async () => {
    const service = await demarrer();
    const protege = travail(await documents.pdfMotDePasse());
    await expect(service.dechiffrer(protege)).resolves.toEqual({ issue: 'REFUSE', motif: 'pdf.mot_de_passe' });
    await expect(service.normaliser({ ...protege, format: 'image/png' })).resolves.toEqual({
      issue: 'REFUSE',
      motif: 'fichier.illisible',
    });
  });

  it('kills a renderer that takes too long, and goes on', async () => {
    const service = await demarrer({ RENDEURS: 1, RENDU_DELAI_MS: 2500 });
    const lent = service.normaliser({ ...travail(await pdfLong()), format: 'application/pdf' });
    const suivant = service.normaliser({ ...travail(await documents.bulletinSalaire()), format: 'image/png' });
    await expect(lent).resolves.toEqual({ issue: 'REFUSE', motif: 'rendu.trop_long' });
    await expect(suivant).resolves.toMatchObject({ issue: 'PRET' });
  }, 30_000);

  it('kills a renderer that takes too much memory', async () => {
    const service = await demarrer({ RENDU_MEMOIRE_OCTETS: 90 * 1024 ** 2 });
    const create = { width: 9000, height: 9000, channels: 3, background: '#246' } as const;
    const grande = travail(await sharp({ create }).png().toBuffer());
    await expect(service.normaliser({ ...grande, format: 'image/png' })).resolves.toEqual({
      issue: 'REFUSE',
      motif: 'rendu.trop_lourd',
    });
  }, 30_000);

  it('calls the death of a renderer a crash, to be tried again', async () => {
    const service = await demarrer({ RENDEURS: 1 });
    const avis = travail(await documents.scanPdf(2));
    const essai = service.normaliser({ ...avis, format: 'application/pdf' });
    const meurtre = setInterval(() => rendeursVivants().forEach((pid) => process.kill(pid, 'SIGKILL')), 20);
    await expect(essai).rejects.toThrow(RendeurTombe);
    clearInterval(meurtre);
    await expect(service.normaliser({ ...avis, format: 'application/pdf' })).resolves.toMatchObject({ pages: 2 });
  }, 30_000);

  it.each([64, 500, 800, 960])('refuses nothing for want of room (%i KiB of disk)', async (kib) => {
    const { source, dossier } = travail(await documents.scanPdf(1));
    const petit = mkdtempSync(join(dossier, 'petit-'));
    // Only root may mount one; without it, the tests beside the code remain.
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', petit]).status !== 0) return;
    try {
      const service = await demarrer({ RENDEURS: 1 });
      const essai = service.normaliser({ source, dossier: petit, format: 'application/pdf' });
      await expect(essai).rejects.toThrow(DisquePlein);
    } finally {
      execFileSync('umount', [petit]);
    }
  });

  it('replaces a renderer after its share of documents, and leaves none behind', async () => {
    const service = await demarrer({ RENDEURS: 1, RENDU_DOCUMENTS: 2 });
    const image = travail(await documents.bulletinSalaire());
    const pids = new Set<number>();
    for (let i = 0; i < 4; i += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await service.normaliser({ ...image, format: 'image/png' });
      for (const pid of rendeursVivants()) pids.add(pid);
    }
    expect(pids.size).toBeGreaterThanOrEqual(2);
    service.onApplicationShutdown();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(rendeursVivants()).toEqual([]);
    await expect(service.normaliser({ ...image, format: 'image/png' })).rejects.toThrow(RendeurTombe);
  }, 30_000);

  it('never assembles in a renderer that opened deposits, and has no more of them for that', async () => {
    const service = await demarrer({ RENDEURS: 1 });
    const image = travail(await documents.bulletinSalaire());
    const normalise = await service.normaliser({ ...image, format: 'image/png' });
    const [ouvreur] = rendeursVivants();
    const pieces = [{ titre: 'Bulletin', pages: 1, pdfs: [normalise.issue === 'PRET' ? normalise.pdf : ''] }];
    const demande = { sortie: join(image.dossier, 'dossier.pdf'), dossier: image.dossier, couverture, pieces };
    await expect(service.assembler({ ...demande, filigrane: 'x' })).resolves.toMatchObject({ issue: 'PRET' });
    await attendre('one renderer', async () => rendeursVivants().length === 1);
    expect(rendeursVivants()).not.toContain(ouvreur);
  }, 30_000);

  it('lets the dossier of a waiting person pass before the deposits', async () => {
    const service = await demarrer({ RENDEURS: 1 });
    const image = travail(await documents.bulletinSalaire());
    const normalise = await service.normaliser({ ...image, format: 'image/png' });
    const fins: string[] = [];
    const depot = (nom: string) => service.normaliser({ ...image, format: 'image/png' }).then(() => fins.push(nom));
    const sortie = join(racine, 'dossier.pdf');
    const pdf = normalise.issue === 'PRET' ? normalise.pdf : '';
    const pieces = [{ titre: 'Bulletin', pages: 1, pdfs: [pdf] }];
    await Promise.all([
      depot('un'),
      depot('deux'),
      service
        .assembler({ sortie, dossier: racine, couverture, pieces, filigrane: 'x' })
        .then(() => fins.push('dossier')),
    ]);
    expect(fins).toEqual(['un', 'dossier', 'deux']);
    expect(execFileSync('qpdf', ['--show-npages', sortie], { encoding: 'utf8' }).trim()).toBe('2');
  }, 30_000);
});
