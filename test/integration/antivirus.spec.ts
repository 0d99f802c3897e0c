import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  avisImposition,
  carteIdentiteRecto,
  eicar,
  eicarDansPdf,
  eicarZip,
  eicarZipDansPdf,
  eicarZipImbrique,
  pdfMotDePasse,
  pdfProtege,
} from '../../docker/demonstration/documents.mjs';
import { readAntivirusConfig } from '../../src/analyse/antivirus/antivirus.config.js';
import { AntivirusIndisponible } from '../../src/analyse/antivirus/antivirus.errors.js';
import { ClamdService } from '../../src/analyse/antivirus/clamd.service.js';

describe('a real clamd', () => {
  const dossier = mkdtempSync(join(tmpdir(), 'antivirus-'));
  const clamd = new ClamdService(readAntivirusConfig());
  afterAll(() => rmSync(dossier, { recursive: true }));

  const examiner = (octets: Buffer) => {
    const fichier = join(dossier, 'fichier');
    writeFileSync(fichier, octets);
    return clamd.examiner(fichier);
  };

  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['plain', eicar],
    ['in a ZIP', eicarZip],
    ['in a ZIP in a ZIP', () => eicarZipImbrique(4)],
    ['attached to a PDF', eicarDansPdf],
    ['in a ZIP attached to a PDF', eicarZipDansPdf],
  ])('finds EICAR %s', async (_titre, faire) => {
    await expect(examiner(await faire())).resolves.toMatchObject({
      issue: 'INFECTE',
      signature: expect.stringMatching(/eicar/i) as string,
      moteur: expect.stringMatching(/^ClamAV /) as string,
    });
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['PDF', avisImposition],
    ['photo', carteIdentiteRecto],
  ])('lets an ordinary %s pass', async (_titre, faire) => {
    await expect(examiner(await faire())).resolves.toMatchObject({ issue: 'SAIN' });
  });

  it('does not call clean what it cannot unpack', async () => {
    await expect(examiner(await pdfMotDePasse())).resolves.toMatchObject({ issue: 'CHIFFRE' });
    await expect(examiner(eicarZipImbrique(30))).resolves.toMatchObject({ issue: 'HORS_LIMITES' });
  });

  it('never calls clean a virus behind a protection without password', async () => {
    const { issue } = await examiner(await pdfProtege(await eicarDansPdf()));
    expect(['CHIFFRE', 'INFECTE']).toContain(issue);
  });

  it('has no verdict on what is larger than it takes', async () => {
    await expect(examiner(Buffer.alloc(115 * 1024 ** 2, 'x'))).rejects.toThrow(AntivirusIndisponible);
  }, 60_000);
});
