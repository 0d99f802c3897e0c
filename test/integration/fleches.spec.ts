import { jest } from '@jest/globals';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Stack, startStack } from '../../docker/local/services.mjs';
import { graine, Hasard } from '../support/hasard.js';
import { attendre, Processus } from '../support/maison.js';
import { Champ } from '../support/pannes.js';
import type { Depot } from '../support/telephone.js';
import { converger, verifierTout } from '../support/verifier-tout.js';

jest.setTimeout(120_000);

const DELAIS = { BALAYAGE_PAUSE_MS: '200', DEPOT_DELAI_S: '2', DEPOT_ABANDON_S: '4', OBJETS_ATTENDUS_DELAI_S: '4' };

/** Dead exactly there, started again, and one right state: one crash for each arrow of a state. */
describe('each arrow is interrupted', () => {
  let stack: Stack;
  let champ: Champ;

  const etats = async (pieceId: string): Promise<string[]> => {
    const lignes = await champ.maison.sql<{ etat: string }>(
      'select etat from fichier where piece_id = $1 order by rang',
      [pieceId],
    );
    return lignes.map(({ etat }) => etat);
  };

  /** This process dies at this step of what `agir` makes happen, and by nothing else. */
  const mourir = async (victime: Processus, etape: string, agir: () => Promise<unknown>): Promise<void> => {
    await victime.arreter('SIGKILL');
    victime.demarrer({ POINT_DE_PANNE: etape });
    if (victime === champ.maison.web) await champ.maison.pret();
    const [signal] = await Promise.all([victime.fin(), agir()]);
    expect(signal).toBe('SIGKILL');
  };

  const tout = async (): Promise<string[]> => {
    await converger(champ.maison, 60_000);
    return (await verifierTout(champ.maison, champ.depots, champ.clients)).anomalies;
  };

  beforeAll(async () => {
    stack = await startStack({ dir: resolve('.local/pannes'), env: {}, fsync: false });
    champ = await Champ.ouvrir(stack, new Hasard(graine()), DELAIS);
  });

  afterAll(async () => {
    await champ?.fermer();
    await stack?.stop();
  });

  describe('ATTENDU → RECU, in web', () => {
    it.each([
      ['before the object', 'depot.inscrit'],
      ['after the object', 'depot.ecrit'],
      ['after the commit', 'depot.recu'],
    ])('%s', async (_, etape) => {
      const { web } = champ.maison;
      const contenus = [await champ.fabrique.jpeg()];
      let depot: Promise<Depot> | undefined;
      await mourir(web, etape, async () => {
        depot = champ.deposer(contenus);
      });
      web.demarrer();
      const { pieceId, reprises } = (await depot) as Depot;
      expect(reprises).toBeGreaterThan(0);
      await attendre('pièce prête', async () => (await etats(pieceId)).join() === 'PRET');
    });
  });

  describe('ATTENDU → ABANDONNE: nothing came, and nobody tries again', () => {
    it.each(['depot.inscrit'])('web dies at %s, then the worker right after the arrow', async (etape) => {
      const { web, worker } = champ.maison;
      const perdu = await champ.fabrique.png();
      await mourir(web, etape, () => champ.envoyer([perdu]).catch(() => undefined));
      await mourir(worker, 'balayage.abandonne', async () => undefined);
      worker.demarrer();
      web.demarrer();
      const lignes = await champ.maison.sql<{ etat: string; motif: string }>(
        `select f.etat, p.etat as piece, p.motif_retrait as motif from fichier f join piece p on p.id = f.piece_id
         where f.sha256 = decode($1, 'hex')`,
        [perdu.sha256],
      );
      expect(lignes).toEqual([{ etat: 'ABANDONNE', piece: 'RETIREE', motif: 'depot.interrompu' }]);
      await champ.maison.pret();
    });
  });

  describe('in the worker', () => {
    const cas = [
      ['RECU → SAIN, after the commit', 'analyse.sain', 'jpeg', 'PRET'],
      ['SAIN → PRET, after the objects', 'analyse.ecrit', 'pdf', 'PRET'],
      ['SAIN → PRET, after the commit', 'analyse.pret', 'png', 'PRET'],
      ['the received object destroyed and its row not yet', 'rangement.detruit', 'jpeg', 'PRET'],
      ['RECU → INFECTE, after the object', 'analyse.refus', 'infecte', 'INFECTE'],
      ['RECU → INFECTE, after the commit', 'analyse.fin', 'infecte', 'INFECTE'],
      ['RECU → REFUSE, after the commit', 'analyse.fin', 'tronque', 'REFUSE'],
    ] as const;

    it.each(cas)('%s', async (_, etape, sorte) => {
      const contenu = await champ.fabrique[sorte]();
      await mourir(champ.maison.worker, etape, () => champ.deposer([contenu]));
    });

    it('ATTENDU → RECU by the sweeper, after the commit', async () => {
      const { web, worker } = champ.maison;
      await worker.arreter('SIGKILL');
      await mourir(web, 'depot.ecrit', async () => champ.envoyer([await champ.fabrique.png()]).catch(() => undefined));
      await mourir(worker, 'balayage.recu', async () => undefined);
      web.demarrer();
      await champ.maison.pret();
    });

    it('ATTENDU → RECU by the sweeper, while web takes the same deposit back to receive it again', async () => {
      const { web, worker } = champ.maison;
      const contenu = await champ.fabrique.jpeg();
      await worker.arreter('SIGKILL');
      await mourir(web, 'depot.ecrit', async () => champ.envoyer([contenu]).catch(() => undefined));
      await pause(Number(DELAIS.DEPOT_DELAI_S) * 1_000);
      web.demarrer({ POINT_DE_GEL: 'depot.abandon' });
      await champ.maison.pret();
      const depot = champ.deposer([contenu]);
      await attendre('web gelé', async () => web.gele);
      await mourir(worker, 'balayage.recu', async () => undefined);
      web.envoyer('SIGCONT');
      await depot;
    });

    it('all of them end right once a worker lives', async () => {
      champ.maison.worker.demarrer();
      expect(await tout()).toEqual([]);
      const derniers = champ.depots.slice(-cas.length - 1);
      for (const [rang, [, , , fin]] of cas.entries())
        expect(await etats(derniers[rang]?.pieceId ?? '')).toEqual([fin]);
    });
  });

  it('restitution ATTENDUE → PRETE, after the object and after the commit', async () => {
    const { worker } = champ.maison;
    const ines = await champ.maison.comme('ines.bailleur');
    const [{ numero } = { numero: '' }] = await champ.maison.sql<{ numero: string }>(
      `select numero_unique as numero from demande where dossier_id = $1`,
      [champ.depots[0]?.dossierId],
    );
    const { body } = await ines.post('/consultations', {
      numeroUnique: numero,
      nom: 'Benali',
      finalite: 'ATTRIBUTION',
    });
    const pdf = () => ines.get(`/consultations/${body.id}/dossier.pdf`);
    const reponses: ReturnType<typeof pdf>[] = [];
    for (const etape of ['restitution.ecrite', 'restitution.prete'])
      await mourir(worker, etape, async () => void reponses.push(pdf()));
    worker.demarrer();
    for (const reponse of reponses) expect((await reponse).status).toBe(200);
    expect(await tout()).toEqual([]);
  });

  it('a worker frozen until its objects were given up makes nothing visible, and loses nothing', async () => {
    const { worker, dossier } = champ.maison;
    const autre = new Processus('worker.js', worker.env, join(dossier, 'autre-worker.log'));
    await worker.arreter('SIGKILL');
    worker.demarrer({ POINT_DE_GEL: 'analyse.ecrit' });
    const { pieceId } = await champ.deposer([await champ.fabrique.jpeg()]);
    await attendre('worker gelé', async () => worker.gele);
    autre.demarrer();
    await attendre('objets détruits', async () => {
      const objets = await champ.maison.sql<{ etat: string }>(
        `select o.etat from objet o join fichier f on f.id = o.fichier_id where f.piece_id = $1 and o.genre <> 'RECU'`,
        [pieceId],
      );
      return objets.length > 0 && objets.every(({ etat }) => etat === 'DETRUIT');
    });
    const degel = setInterval(() => worker.gele && worker.envoyer('SIGCONT'), 100);
    try {
      await attendre('pièce prête', async () => (await etats(pieceId)).join() === 'PRET');
    } finally {
      clearInterval(degel);
      await worker.arreter('SIGKILL');
      await autre.arreter();
    }
    worker.demarrer();
    expect(await tout()).toEqual([]);
  });
});
