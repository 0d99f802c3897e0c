import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { avisImposition } from '../../../docker/demonstration/documents.mjs';
import { estEntier, parleDuDisque } from './disque.js';
import { ouvrir, reecrire } from './qpdf.js';
import { DisquePlein, RendeurTombe } from './rendu.errors.js';

describe('a disk without room', () => {
  const dossier = mkdtempSync(join(tmpdir(), 'disque-'));
  const [source, sortie] = [join(dossier, 'source.pdf'), join(dossier, 'sortie.pdf')];

  beforeAll(async () => writeFileSync(source, await avisImposition()));
  afterAll(() => rmSync(dossier, { recursive: true }));

  it('is no fault of the fichier: a crash, that the caller may try again', async () => {
    await expect(ouvrir(source, '/dev/full')).rejects.toThrow(DisquePlein);
    expect(new DisquePlein('x')).toBeInstanceOf(RendeurTombe);
    expect(new DisquePlein('x')).toMatchObject({ code: 'ENOSPC' });
  });

  it.each([
    'qpdf: open x: No space left on device',
    'Pl_StdioFile::write: No space left on device',
    'ENOSPC: no space left on device, write',
    'EDQUOT: disk quota exceeded, write',
    'Disk quota exceeded',
    'libpng error: Write Error',
  ])('is known by « %s »', (message) => expect(parleDuDisque(message)).toBe(true));

  it('is not what our own limit on the size of a file says', () => {
    expect(parleDuDisque('EFBIG: file too large, write')).toBe(false);
  });

  it('shows in a PDF of which bytes are missing, at its end or before, which qpdf 11 does not notice', async () => {
    await ouvrir(source, sortie);
    expect(await estEntier(sortie)).toBe(true);
    await reecrire(source, sortie);
    expect(await estEntier(sortie)).toBe(true);
    const octets = readFileSync(sortie);
    writeFileSync(sortie, Buffer.concat([octets.subarray(0, 500), octets.subarray(501)]));
    expect(await estEntier(sortie)).toBe(false);
    writeFileSync(sortie, octets);
    truncateSync(sortie, octets.length - 10);
    expect(await estEntier(sortie)).toBe(false);
    truncateSync(sortie, 0);
    expect(await estEntier(sortie)).toBe(false);
  });
});
