import { Redis } from 'ioredis';
import { eicar, scanPdf } from '../../docker/demonstration/documents.mjs';
import type { Client } from '../../docker/demonstration/client.mjs';
import { envWeb } from '../../docker/local/environnement.mjs';
import { attendre, Maison } from '../support/maison.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('after a whole journey, what operators see tells nothing of anybody', () => {
  let maison: Maison;
  const porteurs: string[] = [];
  const travaux: { nom: string; donnees: unknown }[] = [];

  /** Every job of every queue, as Redis holds it. */
  const releverTravaux = async (redis: Redis): Promise<void> => {
    for (const cle of await redis.keys('bull:*')) {
      if ((await redis.type(cle)) !== 'hash') continue;
      const { name, data } = await redis.hgetall(cle);
      if (name && data) travaux.push({ nom: name, donnees: JSON.parse(data) as unknown });
    }
  };

  beforeAll(async () => {
    maison = await Maison.monter({ env: { LOG_LEVEL: 'debug' } });
    const redis = new Redis(envWeb(maison.services, maison.copie)['REDIS_URL'] ?? '');
    // Web first, alone: its jobs wait in Redis, where they can be read.
    maison.web.demarrer();
    await maison.pret();
    const comptes = ['amina', 'claire.guichet', 'ines.bailleur', 'sarah.idf'] as const;
    for (const nom of comptes) porteurs.push(await maison.idp.jeton(nom));
    const [amina, claire, ines, sarah] = (await Promise.all(comptes.map((nom) => maison.comme(nom)))) as [
      Client,
      Client,
      Client,
      Client,
    ];
    const [dossier] = (await amina.get('/dossiers')).body;
    const scan = { name: 'divorce Benali amina@exemple.fr.pdf', type: 'application/pdf', bytes: await scanPdf(1) };
    const virus = { name: 'virus-Benali.com', type: 'application/pdf', bytes: eicar() };
    const depot = await amina.deposit(dossier.id, { type: 'IDENTITE_FR' }, [scan]);
    await amina.deposit(dossier.id, { type: 'PACS' }, [virus]);
    await amina.deposit(dossier.id, { type: 'PACS' }, [scan]);
    await amina.deposit(dossier.id, { type: 'Benali' }, [{ ...virus, bytes: Buffer.from('%PDF-Benali') }]);
    const consulter = (qui: Client, nom: string) =>
      qui.post('/consultations', { numeroUnique: dossier.numeroUnique, nom, finalite: 'ATTRIBUTION' });
    for (const [qui, nom] of [
      [sarah, 'Benali'],
      [ines, 'Benalli'],
      [claire, 'Benali'],
      [claire, ''],
    ] as const)
      await consulter(qui, nom);
    await ines.get(`/dossiers?numeroUnique=${dossier.numeroUnique}`);
    await releverTravaux(redis);
    maison.worker.demarrer();
    await attendre(
      'pièce en ligne',
      async () => (await amina.get(`/pieces/${depot.body.id}`)).body.etat === 'EN_LIGNE',
    );
    const { body } = await consulter(ines, 'Benali');
    await ines.get(`/pieces/${depot.body.id}/pages/1/apercu`);
    const releve = setInterval(() => void releverTravaux(redis).catch(() => undefined), 20);
    await ines.get(`/consultations/${body.id}/dossier.pdf`);
    clearInterval(releve);
    await amina.get(`/dossiers/${dossier.id}/journal`);
    // Errors too: a journal that cannot be written, parameters in hand.
    await maison.sql('revoke execute on function journal_inscrire(text, uuid, uuid, jsonb) from dun_web');
    await consulter(ines, 'Benali');
    await claire.get(`/dossiers?numeroUnique=${dossier.numeroUnique}`);
    await redis.quit();
  }, 120_000);

  afterAll(() => maison?.fermer());

  it.each(['web', 'worker'] as const)('%s.log', async (processus) => {
    const journal = maison[processus].lireJournal();
    expect(journal.split('\n').length).toBeGreaterThan(5);
    const personnes = await maison.sql<Record<string, string>>(
      `select nom, prenom, to_char(naissance, 'YYYY-MM-DD') as jour, to_char(naissance, 'DD/MM/YYYY') as jour_fr,
         numero_unique, sujet_externe from personne join demande using (dossier_id) where sujet_externe is not null`,
    );
    const agents = await maison.sql<Record<string, string>>('select nom, prenom, sujet_externe from agent');
    const interdits = [
      ...[...personnes, ...agents].flatMap((ligne) => Object.values(ligne)),
      ...porteurs.flatMap((jeton) => [jeton, jeton.split('.')[2] ?? jeton]),
      'benalli',
      'divorce',
      'exemple.fr',
      'virus-',
      'Bearer',
      'authorization',
      'numeroUnique',
      'specimen',
    ];
    const ligneAvec = (mot: string) =>
      journal.split('\n').find((ligne) => ligne.toLowerCase().includes(mot.toLowerCase())) ?? null;
    for (const mot of interdits) expect([mot, ligneAvec(mot)]).toEqual([mot, null]);
    expect(journal).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/);
    for (const ligne of journal.split('\n').filter(Boolean)) expect(() => JSON.parse(ligne) as unknown).not.toThrow();
  });

  it('an error is logged with its code and where it happened, so that it can be mended', () => {
    expect(maison.web.lireJournal()).toMatch(/"level":50.*"code":"42501".*"pile":"\s+at /);
  });

  it('jobs in Redis hold one id and nothing else', () => {
    expect([...new Set(travaux.map(({ nom }) => nom))].toSorted()).toEqual(['analyser-fichier', 'restituer-dossier']);
    for (const { nom, donnees } of travaux) {
      const valeurs = Object.entries(donnees as Record<string, unknown>);
      expect([nom, valeurs.length]).toEqual([nom, 1]);
      for (const [cle, valeur] of valeurs) expect([cle, String(valeur)]).toEqual([cle, expect.stringMatching(UUID)]);
    }
  });
});
