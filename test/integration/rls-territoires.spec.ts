import { Maison } from '../support/maison.js';
import {
  type AgentSeme,
  agentSeme,
  poserConsultation,
  poserPiece,
  type Requete,
  Session,
  type Sujet,
} from '../support/session.js';

const demandeur = (id: string): Sujet => ({ type: 'demandeur', id });

describe('who reads which dossier is decided by territory, demande, consultation and right, at each statement', () => {
  let maison: Maison;
  let web: Session;
  let nord: AgentSeme;
  let idf: AgentSeme;
  let sensible: AgentSeme;
  let lille: AgentSeme;
  let dossierNord: string;
  let dossierIdf: string;
  const pieces: Record<string, string> = {};

  const ids = async (sujet: Sujet, table: string): Promise<string[]> =>
    (await web.lire(sujet, `select id::text from ${table} order by 1`)).map(({ id }) => String(id));
  const lues = async (sujet: Sujet, dossier: string): Promise<string[]> =>
    (await web.lire(sujet, 'select id::text from piece where dossier_id = $1', [dossier])).map(({ id }) => {
      const [nom] = Object.entries(pieces).find(([, autre]) => autre === id) ?? [];
      return nom ?? `?${String(id)}`;
    });
  const attendus = async (territoire: string) =>
    (
      await maison.sql<{ id: string }>(
        'select id::text from dossier where actif and $1 = any (territoires) order by 1',
        [territoire],
      )
    ).map(({ id }) => id);
  /** Runs `changement` as the owner and looks before, during and after, the reader's transaction being open all along. */
  const avantApres = (sujet: Sujet, dossier: string, changement: string, parametres: unknown[]) =>
    web.en(sujet, async (requete: Requete) => {
      const voir = async () =>
        Promise.all(
          ['piece', 'personne', 'fichier', 'restitution'].map(
            async (table) => (await requete(`select from ${table} where dossier_id = $1`, [dossier])).length,
          ),
        );
      const avant = await voir();
      await maison.sql(changement, parametres);
      return { avant, apres: await voir() };
    });

  beforeAll(async () => {
    maison = await Maison.monter();
    web = await Session.ouvrir(maison, 'web');
    nord = await agentSeme(maison, 'demo-ines-carpentier');
    sensible = await agentSeme(maison, 'demo-paul-dumont');
    idf = await agentSeme(maison, 'demo-sarah-morel');
    lille = await agentSeme(maison, 'demo-claire-vasseur');
    const un = async (territoire: string, hors: string): Promise<string> => {
      const [dossier] = await maison.sql<{ id: string }>(
        `select d.id from dossier d join personne p on p.dossier_id = d.id
         where $1 = any (territoires) and not $2 = any (territoires) and actif and sujet_externe is distinct from 'demo-louis-martin'
         order by sujet_externe nulls last limit 1`,
        [territoire, hors],
      );
      if (!dossier) throw new Error(`aucun dossier de ${territoire}`);
      return dossier.id;
    };
    dossierNord = await un('COM:59350', 'REG:11');
    dossierIdf = await un('REG:11', 'DEP:59');
    pieces['nord'] = (await poserPiece(maison, { dossier: dossierNord })).id;
    pieces['nord sensible'] = (await poserPiece(maison, { dossier: dossierNord, sensible: true, type: 'DIVORCE' })).id;
    pieces['nord en préparation'] = (await poserPiece(maison, { dossier: dossierNord, etat: 'EN_PREPARATION' })).id;
    pieces['nord retirée'] = (await poserPiece(maison, { dossier: dossierNord, etat: 'RETIREE' })).id;
    pieces['nord de Lille'] = (
      await poserPiece(maison, { dossier: dossierNord, etat: 'EN_PREPARATION', agent: lille })
    ).id;
    pieces['nord sensible de Lille'] = (
      await poserPiece(maison, { dossier: dossierNord, sensible: true, etat: 'EN_PREPARATION', agent: lille })
    ).id;
    pieces['idf'] = (await poserPiece(maison, { dossier: dossierIdf })).id;
  }, 60_000);

  afterAll(async () => {
    await web?.fermer();
    await maison?.fermer();
  });

  afterEach(() => maison.sql('update consultation set close_le = now() where close_le is null'));

  it('each bailleur finds the active dossiers of its own territory, and no other', async () => {
    for (const [agent, territoire] of [
      [nord, 'DEP:59'],
      [idf, 'REG:11'],
    ] as const) {
      expect(await ids(agent.sujet, 'dossier')).toEqual(await attendus(territoire));
      const faits = await web.lire(agent.sujet, `select * from acces_dossier where not $1 = any (territoires)`, [
        territoire,
      ]);
      expect(faits).toEqual([]);
    }
  });

  it('names and pièces stay closed without a consultation, and only its dossier opens with one', async () => {
    for (const table of ['personne', 'piece', 'fichier', 'objet', 'restitution', 'journal'])
      expect([table, await web.lire(nord.sujet, `select * from ${table}`)]).toEqual([table, []]);
    await poserConsultation(maison, nord, dossierNord);
    expect(await lues(nord.sujet, dossierNord)).toEqual(['nord']);
    expect(await web.lire(nord.sujet, 'select distinct dossier_id from personne')).toEqual([
      { dossier_id: dossierNord },
    ]);
    expect(await web.lire(nord.sujet, 'select distinct piece_id from fichier')).toEqual([{ piece_id: pieces['nord'] }]);
    expect(await web.lire(nord.sujet, 'select distinct dossier_id from objet')).toEqual([{ dossier_id: dossierNord }]);
    // Not for a colleague, not for the other organisme.
    for (const autre of [sensible, idf]) expect(await web.lire(autre.sujet, 'select id from piece')).toEqual([]);
  });

  it('a consultation out of territory opens nothing, even written by hand', async () => {
    await poserConsultation(maison, nord, dossierIdf);
    await poserConsultation(maison, idf, dossierNord);
    for (const agent of [nord, idf])
      for (const table of ['personne', 'piece', 'fichier', 'objet'])
        expect([table, await web.lire(agent.sujet, `select * from ${table}`)]).toEqual([table, []]);
  });

  it('a consultation of the same agent for another organisme opens nothing', async () => {
    await poserConsultation(maison, { ...nord, organisme: idf.organisme }, dossierNord);
    expect(await lues(nord.sujet, dossierNord)).toEqual([]);
  });

  it('a sensitive pièce needs its own right on top of the consultation, down to its objects', async () => {
    await poserConsultation(maison, nord, dossierNord);
    await poserConsultation(maison, sensible, dossierNord);
    expect((await lues(sensible.sujet, dossierNord)).toSorted()).toEqual(['nord', 'nord sensible']);
    for (const [table, colonne] of [
      ['fichier', 'piece_id'],
      ['piece_personne', 'piece_id'],
    ])
      expect(
        await web.lire(nord.sujet, `select from ${table} where ${colonne} = $1`, [pieces['nord sensible']]),
      ).toEqual([]);
    expect((await web.lire(nord.sujet, 'select from objet')).length).toBe(1);
    expect((await web.lire(sensible.sujet, 'select from objet')).length).toBe(2);
  });

  it('the body that deposited follows its own pièces, but not a sensitive one without the right', async () => {
    expect(await lues(lille.sujet, dossierNord)).toEqual(['nord de Lille']);
  });

  it('a demandeur reads all of her own dossier and nothing of another', async () => {
    const [amina, louis] = [demandeur('demo-amina-benali'), demandeur('demo-louis-martin')];
    const [{ dossier_id: sien } = {}] = await maison.sql(
      `select dossier_id from personne where sujet_externe = 'demo-amina-benali'`,
    );
    expect(sien).toBe(dossierNord);
    expect((await lues(amina, dossierNord)).length).toBe(6);
    for (const table of ['piece', 'fichier', 'objet', 'personne', 'demande', 'journal'])
      expect([table, await web.lire(amina, `select * from ${table} where dossier_id <> $1`, [dossierNord])]).toEqual([
        table,
        [],
      ]);
    expect(await ids(amina, 'dossier')).toEqual([dossierNord]);
    expect(await web.lire(amina, 'select dossier_id from acces_dossier')).toEqual([{ dossier_id: dossierNord }]);
    for (const table of ['piece', 'fichier', 'objet', 'consultation', 'lecture', 'restitution', 'agent'])
      expect([table, await web.lire(louis, `select * from ${table}`)]).toEqual([table, []]);
  });

  const fermetures: [string, string, () => unknown[]][] = [
    ['closed', 'update consultation set close_le = now() where agent_id = $1', () => [nord.id]],
    [
      'expired',
      `update consultation set ouverte_le = now() - interval '31 minutes', expire_le = now() - interval '1 minute'
       where agent_id = $1`,
      () => [nord.id],
    ],
    [
      'its habilitation ended',
      `update habilitation set fin = clock_timestamp() - interval '1 hour' where agent_id = $1`,
      () => [nord.id],
    ],
    [
      'its habilitation not begun',
      `update habilitation set debut = now() + interval '1 hour' where agent_id = $1`,
      () => [nord.id],
    ],
    [
      'reduced to a role that reads nothing',
      `update habilitation set role = 'gestion' where agent_id = $1`,
      () => [nord.id],
    ],
    [
      'the demande radiée',
      `update demande set etat = 'RADIEE', radiee_le = current_date, motif_radiation = 'RENONCIATION' where dossier_id = $1`,
      () => [dossierNord],
    ],
    [
      'the wanted commune withdrawn',
      `update demande set communes = '{93066}' where dossier_id = $1`,
      () => [dossierNord],
    ],
    [
      'the territory of the body changed',
      `update organisme set territoires = '{REG:11}' where id = $1`,
      () => [nord.organisme],
    ],
  ];

  it.each(fermetures)(
    '%s: access ends at the next statement of a transaction already open',
    async (_, ordre, valeurs) => {
      const habilitations = await maison.sql('select * from habilitation where agent_id = $1', [nord.id]);
      const demandes = await maison.sql('select * from demande where dossier_id = $1', [dossierNord]);
      const consultation = await poserConsultation(maison, nord, dossierNord);
      await maison.sql(
        `insert into restitution (id, consultation_id, dossier_id, agent_id, reference_journal, pieces, reprise_le)
       values (gen_random_uuid(), $1, $2, $3, 'J1', '{}', 'infinity')`,
        [consultation, dossierNord, nord.id],
      );
      const { avant, apres } = await avantApres(nord.sujet, dossierNord, ordre, valeurs());
      await maison.sql('delete from restitution');
      expect(avant).toEqual([1, 1, 1, 1]);
      expect(apres).toEqual([0, 0, 0, 0]);
      await maison.sql(`update organisme set territoires = '{DEP:59}' where id = $1`, [nord.organisme]);
      for (const { id, role, debut, fin } of habilitations)
        await maison.sql('update habilitation set role = $2, debut = $3, fin = $4 where id = $1', [
          id,
          role,
          debut,
          fin,
        ]);
      for (const { id, etat, communes, radiee_le, motif_radiation } of demandes)
        await maison.sql(
          'update demande set etat = $2, communes = $3, radiee_le = $4, motif_radiation = $5 where id = $1',
          [id, etat, communes, radiee_le, motif_radiation],
        );
    },
  );
});
