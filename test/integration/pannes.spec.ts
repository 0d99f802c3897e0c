import { jest } from '@jest/globals';
import { resolve } from 'node:path';
import { type Stack, startStack } from '../../docker/local/services.mjs';
import { graine, Hasard } from '../support/hasard.js';
import { Champ, victimesDe } from '../support/pannes.js';

jest.setTimeout(4 * 60_000);

const DEPART = graine();
const VICTIMES = ['web', 'worker', 'redis', 'clamd', 's3', 'vidange'] as const;
const TUER = {
  coups: 2,
  enVol: 10,
  entreDeux: [200, 2_000] as [number, number],
  duree: [50, 600] as [number, number],
};

/** Nothing is frozen here: what was interrupted is over sooner than in the long test. */
const DELAIS = { DEPOT_DELAI_S: '4', DEPOT_ABANDON_S: '8', OBJETS_ATTENDUS_DELAI_S: '8' };

/** A small share of `test/long/pannes.spec.ts`, in one flight. Play again: GRAINE=… */
describe(`processes and services are killed under load (GRAINE=${DEPART})`, () => {
  let stack: Stack;
  let champ: Champ;

  beforeAll(async () => {
    stack = await startStack({ dir: resolve('.local/pannes'), env: {}, fsync: false });
    champ = await Champ.ouvrir(stack, new Hasard(DEPART), DELAIS);
  });

  afterAll(async () => {
    await champ?.fermer();
    await stack?.stop();
  });

  it('nothing lost, nothing doubled, bucket = table', async () => {
    const victimes = victimesDe(champ.maison, stack);
    expect(
      await champ.eprouver(
        VICTIMES.map((nom) => victimes[nom]),
        TUER,
      ),
    ).toEqual([]);
  });
});
