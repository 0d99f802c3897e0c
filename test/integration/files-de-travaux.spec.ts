import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Stack, startStack } from '../../docker/local/services.mjs';
import { defineJob, Queues } from '../../src/platform/queue/index.js';
import { attendre } from '../support/maison.js';

const travail = defineJob({
  name: 'essai',
  queue: 'analyse',
  payload: z.strictObject({}),
  attempts: 1,
  backoffMs: 1,
});

/** A person waits for the answer to a deposit: Redis away may cost an instant, never the answer, and never for good. */
describe('putting a job while Redis is away', () => {
  let dossier: string;
  let stack: Stack;
  let queues: Queues;

  const mettre = (id: string) => queues.enqueue(travail, id, {});

  beforeAll(async () => {
    dossier = mkdtempSync(join(tmpdir(), 'dun-files-'));
    chmodSync(dossier, 0o755);
    stack = await startStack({ dir: dossier, only: ['redis'], env: {} });
  });

  beforeEach(() => {
    queues = new Queues(stack.env['REDIS_URL'] ?? '');
  });

  afterEach(() => queues.onApplicationShutdown());

  afterAll(async () => {
    await stack.stop();
    rmSync(dossier, { recursive: true, force: true });
  });

  it('fails within seconds, from the very first job on, and works again once Redis is back', async () => {
    await stack.services.redis?.kill();
    const debut = Date.now();
    await expect(mettre('un')).rejects.toThrow();
    await expect(mettre('deux')).rejects.toThrow();
    expect(Date.now() - debut).toBeLessThan(4_000);
    await stack.services.redis?.restart();
    await attendre(
      'file rétablie',
      () =>
        mettre('trois').then(
          () => true,
          () => false,
        ),
      10_000,
    );
  });

  it('works again after a Redis that died while the first job was on its way', async () => {
    await attendre('connexion', () =>
      queues.ping().then(
        () => true,
        () => false,
      ),
    );
    await stack.services.redis?.kill('SIGSTOP');
    const premier = mettre('un').then(
      () => 'mis',
      () => 'refusé',
    );
    await stack.services.redis?.kill('SIGKILL');
    expect(await premier).toBe('refusé');
    await stack.services.redis?.restart();
    await attendre(
      'file rétablie',
      () =>
        mettre('deux').then(
          () => true,
          () => false,
        ),
      10_000,
    );
  });

  it('fails within seconds when Redis is frozen', async () => {
    await attendre('file prête', () =>
      mettre('un').then(
        () => true,
        () => false,
      ),
    );
    await stack.services.redis?.kill('SIGSTOP');
    const debut = Date.now();
    await expect(mettre('deux')).rejects.toThrow();
    expect(Date.now() - debut).toBeLessThan(5_000);
    await stack.services.redis?.kill('SIGCONT');
    await attendre(
      'file rétablie',
      () =>
        mettre('trois').then(
          () => true,
          () => false,
        ),
      10_000,
    );
  });
});
