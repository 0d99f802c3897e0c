import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Scratch } from './scratch.service.js';

let directory: string;
const names = (): string[] => readdirSync(directory, { recursive: true, encoding: 'utf8' }).toSorted();

/** Another process that holds the lock of a bench, as a worker does, until it is killed. */
const otherWorker = async (): Promise<{ bench: string; process: ChildProcess }> => {
  const bench = join(directory, 'travail-00000000-0000-4000-8000-000000000001');
  mkdirSync(join(bench, 'analyse-x'), { recursive: true });
  writeFileSync(join(bench, 'analyse-x', 'source'), 'octets d’une personne');
  const process = spawn('flock', [`${bench}.verrou`, 'sh', '-c', 'echo pris && exec cat'], { detached: true });
  await once(process.stdout, 'data');
  return { bench, process };
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'dun-scratch-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('leaves nothing once the work is done, has failed, or the process stops', async () => {
  const scratch = new Scratch(directory);
  await scratch.onModuleInit();
  await scratch.within('analyse', async (place) => writeFileSync(join(place, 'source'), 'x'));
  await expect(scratch.within('analyse', async () => Promise.reject(new Error('panne')))).rejects.toThrow('panne');
  expect(names()).toEqual([expect.stringMatching(/^travail-/), expect.stringMatching(/\.verrou$/)]);
  await scratch.onApplicationShutdown();
  expect(names()).toEqual([]);
});

it('clears what a killed worker left, and never what a living one works on', async () => {
  const { bench, process: other } = await otherWorker();
  const first = new Scratch(directory);
  await first.onModuleInit();
  expect(names()).toContain(join(bench.slice(directory.length + 1), 'analyse-x', 'source'));

  process.kill(-(other.pid ?? 0), 'SIGKILL');
  await once(other, 'exit');
  const second = new Scratch(directory);
  await second.onModuleInit();
  expect(names().filter((name) => name.includes('000000000001'))).toEqual([]);
  expect(names()).toHaveLength(4);
  await first.onApplicationShutdown();
  await second.onApplicationShutdown();
});

it('knows whether there is room', async () => {
  const { bavail, bsize } = statfsSync(directory);
  const scratch = new Scratch(directory);
  await expect(scratch.hasRoom(1)).resolves.toBe(true);
  await expect(scratch.hasRoom(bavail * bsize * 2)).resolves.toBe(false);
});
