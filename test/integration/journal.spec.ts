import { createHash, randomBytes } from 'node:crypto';
import { avisImposition } from '../../docker/demonstration/documents.mjs';
import type { Client } from '../../docker/demonstration/client.mjs';
import { envCli } from '../../docker/local/environnement.mjs';
import { verifierJournal } from '../../src/operation/journal.js';
import { attendre, Maison } from '../support/maison.js';

interface Entree {
  chaine: string;
  rang: string;
  contenu: string;
  empreinte: Buffer;
  dossier_id: string | null;
  organisme_id: string | null;
}

const sceller = (precedente: Buffer, contenu: string): Buffer =>
  createHash('sha256').update(precedente).update(contenu, 'utf8').digest();

/** What `cli journal verify` runs, without a process for each time. */
const verifier = async (): Promise<string[]> =>
  (await verifierJournal()).anomalies.map(({ chaine: nom, rang, cause }) => `${nom} rang ${rang} : ${cause}`);

describe('the journal says who read what, and cannot be made to say otherwise', () => {
  let maison: Maison;
  let amina: Client;
  let ines: Client;
  let claire: Client;
  let dossier: { id: string; numeroUnique: string };
  let piece: string;

  const ouvrir = (qui: Client, finalite = 'ATTRIBUTION') =>
    qui.post('/consultations', { numeroUnique: dossier.numeroUnique, nom: 'Benali', finalite });
  /** A busy base answers 503: nothing was done, and one asks again. */
  const insister = (qui: Client) =>
    attendre('consultation ouverte', async () => {
      const reponse = await ouvrir(qui);
      return reponse.status !== 503 && reponse;
    });
  const chaine = () =>
    maison.sql<Entree>('select * from journal where chaine = $1 order by rang', [`dossier:${dossier.id}`]);
  const lues = async () => (await chaine()).filter(({ contenu }) => contenu.includes('PIECE_LUE')).length;
  /** Runs `ordre` with the guards of the journal taken off, verifies, and puts everything back. */
  const falsifier = async (ordre: string, parametres: unknown[] = []) => {
    await maison.sql('create table sauvegarde as select * from journal');
    await maison.sql('create table sauvegarde_tete as select * from journal_tete');
    await maison.sql('alter table journal disable trigger user');
    try {
      await maison.sql(ordre, parametres);
      return await verifier();
    } finally {
      await maison.sql('delete from journal');
      await maison.sql('insert into journal select * from sauvegarde');
      await maison.sql('delete from journal_tete');
      await maison.sql('insert into journal_tete select * from sauvegarde_tete');
      await maison.sql('drop table sauvegarde, sauvegarde_tete');
      await maison.sql('alter table journal enable trigger user');
    }
  };

  beforeAll(async () => {
    maison = await (await Maison.monter()).ouvrir();
    process.env['DATABASE_URL'] = envCli(maison.services, maison.copie)['DATABASE_URL'];
    [amina, ines, claire] = (await Promise.all(
      ['amina', 'ines.bailleur', 'claire.guichet'].map((nom) => maison.comme(nom)),
    )) as [Client, Client, Client];
    [dossier] = (await amina.get('/dossiers')).body;
    const depot = await amina.deposit(dossier.id, { type: 'AVIS_IMPOSITION_N2' }, [
      { name: 'avis secret.pdf', type: 'application/pdf', bytes: await avisImposition() },
    ]);
    piece = depot.body.id;
    await attendre('pièce en ligne', async () => (await amina.get(`/pieces/${piece}`)).body.etat === 'EN_LIGNE');
  }, 120_000);

  afterAll(() => maison?.fermer());

  it('the first page seen of a pièce is one entry, the next ones none, and a new consultation begins anew', async () => {
    const { body } = await ouvrir(ines);
    for (const page of [1, 2, 3, 1]) expect((await ines.get(`/pieces/${piece}/pages/${page}/apercu`)).status).toBe(200);
    expect(await lues()).toBe(1);
    expect((await ines.get(`/pieces/${piece}/pages/9/apercu`)).status).toBe(404);
    expect((await ines.delete(`/consultations/${body.id}`)).status).toBe(204);
    await ouvrir(ines);
    expect((await ines.get(`/pieces/${piece}/pages/1/apercu`)).status).toBe(200);
    expect(await lues()).toBe(2);
    expect((await amina.get(`/pieces/${piece}/pages/1/apercu`)).status).toBe(200);
    expect(await lues()).toBe(2);
  });

  it('a consultation that was closed is over for every route, and says so in the chain', async () => {
    const { body } = await ouvrir(claire, 'CORRECTION');
    expect((await claire.get(`/dossiers/${dossier.id}`)).status).toBe(200);
    expect((await claire.delete(`/consultations/${body.id}`)).status).toBe(204);
    for (const chemin of [`/dossiers/${dossier.id}`, `/pieces/${piece}`, `/pieces/${piece}/pages/1/apercu`])
      expect([404, 410]).toContain((await claire.get(chemin)).status);
    expect([404, 410]).toContain((await claire.delete(`/consultations/${body.id}`)).status);
    expect(JSON.parse((await chaine()).at(-1)?.contenu ?? '')).toMatchObject({
      acte: 'CONSULTATION_CLOSE',
      consultation: body.id,
    });
  });

  it('the person reads organisme, role, pseudonym, purpose and pièces, newest first', async () => {
    const { body } = await amina.get(`/dossiers/${dossier.id}/journal`);
    const lue = body.find(({ acte }: { acte: string }) => acte === 'PIECE_LUE');
    const [{ pseudonyme } = {}] = await maison.sql(
      `select pseudonyme from agent where sujet_externe = 'demo-ines-carpentier'`,
    );
    expect(lue).toMatchObject({
      organisme: 'Habitat des Flandres (démonstration)',
      agent: pseudonyme,
      role: 'attribution des logements',
      finalite: 'attribution d’un logement',
      pieces: [{ id: piece }],
      phrase: expect.stringContaining('Un agent de Habitat des Flandres (démonstration) a ouvert une pièce'),
    });
    const rangs = body.map(({ rang }: { rang: number }) => rang);
    expect(rangs).toEqual(rangs.toSorted((a: number, b: number) => b - a));
    expect(JSON.stringify(body)).not.toMatch(/Carpentier|Inès|Vasseur/);
  });

  it('no entry holds a name, a date of birth, an address, a file name, a number or a kind of pièce', async () => {
    const personnes = await maison.sql<Record<string, string>>(
      `select prenom, nom, to_char(naissance, 'YYYY-MM-DD') as naissance, numero_unique from personne join demande using (dossier_id)
       where dossier_id = $1`,
      [dossier.id],
    );
    const agents = await maison.sql<Record<string, string>>('select prenom, nom, sujet_externe from agent');
    const tout = (await maison.sql<Entree>('select contenu from journal')).map(({ contenu }) => contenu).join('\n');
    const interdits = [...personnes, ...agents].flatMap((ligne) => Object.values(ligne));
    for (const mot of [...interdits, 'avis', 'secret', 'AVIS_IMPOSITION', '@', 'demo-amina-benali'])
      expect([mot, tout.toLowerCase().includes(mot.toLowerCase())]).toEqual([mot, false]);
    const cles = new Set(tout.split('\n').flatMap((contenu) => Object.keys(JSON.parse(contenu) as object)));
    expect([...cles].toSorted()).toEqual([
      'acte',
      'agent',
      'chaine',
      'consultation',
      'dossier',
      'finalite',
      'le',
      'organisme',
      'personnes',
      'piece',
      'rang',
      'recueLe',
      'roles',
      'sujet',
    ]);
  });

  it('fifty acts at once on one dossier keep one chain, and a verification meanwhile finds nothing wrong', async () => {
    const avant = (await chaine()).length;
    const [actes, pendant] = await Promise.all([
      Promise.all(Array.from({ length: 50 }, (_, i) => insister(i % 2 ? ines : claire))),
      verifier(),
    ]);
    expect(actes.map(({ status }) => status)).toEqual(actes.map(() => 201));
    expect(pendant).toEqual([]);
    const apres = await chaine();
    expect(apres.map(({ rang }) => Number(rang))).toEqual(Array.from({ length: avant + 50 }, (_, i) => i + 1));
    expect(await verifier()).toEqual([]);
  });

  it('a read whose entry cannot be written gives nothing', async () => {
    const { body } = await ouvrir(ines);
    await maison.sql('delete from lecture');
    await maison.sql('revoke execute on function journal_inscrire(text, uuid, uuid, jsonb) from dun_web');
    const avant = (await chaine()).length;
    try {
      for (const chemin of [`/pieces/${piece}/pages/1/apercu`, `/consultations/${body.id}/dossier.pdf`]) {
        const reponse = await ines.get(chemin);
        expect([chemin, reponse.status]).toEqual([chemin, 500]);
        expect(reponse.body.code).toBe('erreur.interne');
      }
      expect((await ouvrir(claire)).status).toBe(500);
      expect((await ines.get(`/dossiers?numeroUnique=${dossier.numeroUnique}`)).status).toBe(500);
      const depot = await amina.deposit(dossier.id, { type: 'PACS' }, [
        { name: 'x.pdf', type: 'application/pdf', bytes: Buffer.concat([Buffer.from('%PDF-'), randomBytes(50)]) },
      ]);
      expect(depot.status).toBe(500);
    } finally {
      await maison.sql('grant execute on function journal_inscrire(text, uuid, uuid, jsonb) to dun_web');
    }
    expect((await chaine()).length).toBe(avant);
    expect(await maison.sql('select from lecture')).toEqual([]);
    expect(await maison.sql('select from restitution')).toEqual([]);
  });

  describe('tampered with by the owner of the base', () => {
    it.each([
      [
        'an act changed',
        `update journal set contenu = replace(contenu, 'ATTRIBUTION', 'DALO') where chaine = $1 and rang = 3`,
        'empreinte_fausse',
      ],
      ['an entry removed', 'delete from journal where chaine = $1 and rang = 2', 'rang_manquant'],
      [
        'the last one removed',
        'delete from journal j where chaine = $1 and rang = (select max(rang) from journal where chaine = j.chaine)',
        'tete_differente',
      ],
      ['everything removed', 'delete from journal where chaine = $1', 'tete_differente'],
      ['the head removed', 'delete from journal_tete where chaine = $1', 'tete_differente'],
      [
        'an entry hidden from the person',
        'update journal set dossier_id = null where chaine = $1 and rang = 2',
        'contenu_incoherent',
      ],
      [
        'an entry given to another organisme',
        `update journal set organisme_id = (select id from organisme where type = 'EPCI') where chaine = $1 and contenu like '%"organisme"%'`,
        'contenu_incoherent',
      ],
      [
        'two entries that changed places',
        `update journal a set contenu = b.contenu, empreinte = b.empreinte from journal b
         where a.chaine = $1 and b.chaine = $1 and (a.rang, b.rang) in ((2, 3), (3, 2))`,
        'empreinte_fausse',
      ],
      [
        'an entry appended without its hash',
        `insert into journal select chaine, max(rang) + 1, '{}', '\\x00', null, null from journal where chaine = $1 group by chaine`,
        'empreinte_fausse',
      ],
    ])('%s is found', async (_, ordre, cause) => {
      const [anomalie] = await falsifier(ordre, [`dossier:${dossier.id}`]);
      expect(anomalie).toMatch(new RegExp(`^dossier:${dossier.id} rang \\d+ : ${cause}$`));
    });

    it('an entry sealed anew is betrayed by the next one', async () => {
      const [premiere, deuxieme] = await chaine();
      const contenu = (deuxieme?.contenu ?? '').replace(/"sujet": ?"\w+"/, '"sujet": "demandeur"').concat(' ');
      const anomalies = await falsifier(
        'update journal set contenu = $2, empreinte = $3 where chaine = $1 and rang = 2',
        [`dossier:${dossier.id}`, contenu, sceller(premiere?.empreinte ?? Buffer.alloc(0), contenu)],
      );
      expect(anomalies).toEqual([`dossier:${dossier.id} rang 3 : empreinte_fausse`]);
    });

    it('after all of it, the chain is whole again', async () => {
      expect(await verifier()).toEqual([]);
      const [{ entrees } = {}] = await maison.sql('select count(*)::int as entrees from journal');
      expect(await maison.cli('journal', 'verify')).toEqual({
        code: 0,
        sortie: expect.stringMatching(`^journal : \\d+ chaînes, ${String(entrees)} entrées, 0 anomalie`),
      });
    });
  });
});
