import { jest } from '@jest/globals';
import { resolve } from 'node:path';
import { type Stack, startStack } from '../../docker/local/services.mjs';
import { graine, Hasard } from '../support/hasard.js';
import { Champ, victimesDe } from '../support/pannes.js';

jest.setTimeout(10 * 60_000);

const DEPART = graine();
const TUER = { coups: 20, enVol: 30, duree: [100, 1_500] as [number, number] };

/** Nothing lost, nothing doubled, bucket = table, whoever dies while 30 files are on their way. Play again: GRAINE=… */
describe(`every process and service is killed again and again under load (GRAINE=${DEPART})`, () => {
  let stack: Stack;
  let champ: Champ;
  let victimes: ReturnType<typeof victimesDe>;

  beforeAll(async () => {
    stack = await startStack({ dir: resolve('.local/pannes'), env: {}, fsync: false });
    champ = await Champ.ouvrir(stack, new Hasard(DEPART));
    victimes = victimesDe(champ.maison, stack);
  });

  afterAll(async () => {
    await champ?.fermer();
    await stack?.stop();
  });

  it.each(['web', 'worker'] as const)('%s, 20 times', async (nom) => {
    expect(await champ.eprouver([victimes[nom]], { ...TUER, entreDeux: [300, 5_000] })).toEqual([]);
  });

  it.each(['redis', 'clamd', 's3'] as const)('%s, 20 times', async (nom) => {
    expect(await champ.eprouver([victimes[nom]], { ...TUER, entreDeux: [100, 2_500] })).toEqual([]);
  });

  it('PostgreSQL, 3 times', async () => {
    expect(await champ.eprouver([victimes.postgres], { ...TUER, coups: 3, entreDeux: [500, 4_000] })).toEqual([]);
  });

  it.each(['clamdGele', 's3Gele'] as const)('%s for some seconds, 3 times', async (nom) => {
    const gel = {
      coups: 3,
      enVol: 30,
      entreDeux: [500, 2_000] as [number, number],
      duree: [2_000, 8_000] as [number, number],
    };
    expect(await champ.eprouver([victimes[nom]], gel)).toEqual([]);
  });

  it('FLUSHALL, 20 times', async () => {
    expect(await champ.eprouver([victimes.vidange], { ...TUER, entreDeux: [100, 2_000], duree: [0, 0] })).toEqual([]);
  });
});
