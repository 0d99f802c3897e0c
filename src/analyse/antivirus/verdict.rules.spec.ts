import { lireConstat, lireVersion, reserveSurLaBase } from './verdict.rules.js';

describe('what clamd answers', () => {
  it.each([
    ['stream: OK', { issue: 'SAIN' }],
    ['stream: Dun.Eicar.Test.UNOFFICIAL FOUND', { issue: 'INFECTE', signature: 'Dun.Eicar.Test.UNOFFICIAL' }],
    ['stream: Heuristics.Encrypted.PDF FOUND', { issue: 'CHIFFRE', signature: 'Heuristics.Encrypted.PDF' }],
    [
      'stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND',
      { issue: 'HORS_LIMITES', signature: 'Heuristics.Limits.Exceeded.MaxRecursion' },
    ],
  ])('reads %s', (reponse, constat) => {
    expect(lireConstat(reponse)).toEqual(constat);
  });

  it.each([
    '',
    'OK',
    'stream: OK ',
    'stream: OKAY',
    'autre: OK',
    'stream: X FOUND\nstream: OK',
    'stream: not OK',
    'INSTREAM size limit exceeded. ERROR',
    'stream: Can’t allocate memory ERROR',
    'UNKNOWN COMMAND',
  ])('takes %j for no verdict', (reponse) => {
    expect(lireConstat(reponse)).toBeUndefined();
  });
});

describe('the version of clamd', () => {
  it('gives engine, base and date of the base', () => {
    expect(lireVersion('ClamAV 1.4.6/27500/Tue Nov 24 08:26:14 2026')).toEqual({
      moteur: 'ClamAV 1.4.6',
      base: '27500',
      baseDatee: new Date('2026-11-24T08:26:14Z'),
    });
  });

  it('gives the engine alone with signatures of our own', () => {
    expect(lireVersion('ClamAV 1.4.6')).toEqual({ moteur: 'ClamAV 1.4.6', base: null, baseDatee: null });
  });

  it('is not given by another service', () => {
    expect(lireVersion('HTTP/1.1 400 Bad Request')).toBeUndefined();
  });

  it('makes an unknown or old base a reservation', () => {
    const moteur = { moteur: 'ClamAV 1.4.6', base: '27500', baseDatee: new Date('2026-11-01T00:00:00Z') };
    expect(reserveSurLaBase(moteur, 14, new Date('2026-11-10T00:00:00Z'))).toBeUndefined();
    expect(reserveSurLaBase(moteur, 14, new Date('2026-11-24T00:00:00Z'))).toMatch('23 jours');
    expect(reserveSurLaBase({ ...moteur, baseDatee: null }, 14, new Date())).toMatch('inconnu');
  });
});
