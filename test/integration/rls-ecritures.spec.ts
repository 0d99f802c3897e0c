import { randomUUID } from 'node:crypto';
import { Maison } from '../support/maison.js';
import {
  type AgentSeme,
  agentSeme,
  poserConsultation,
  poserPiece,
  REFUSE,
  Session,
  type Sujet,
} from '../support/session.js';

const AMINA: Sujet = { type: 'demandeur', id: 'demo-amina-benali' };
const LOUIS: Sujet = { type: 'demandeur', id: 'demo-louis-martin' };
const SHA = '\\x0000000000000000000000000000000000000000000000000000000000000001';

type Ligne = Record<string, unknown>;

const piece = (dossier: string, autre: Ligne = {}): Ligne => ({
  id: randomUUID(),
  dossier_id: dossier,
  type: 'IDENTITE_FR',
  sensible: false,
  deposant: 'demandeur',
  recue_le: '2026-01-05',
  ...autre,
});
const deLAgent = ({ id, organisme }: AgentSeme): Ligne => ({
  deposant: 'agent',
  agent_id: id,
  organisme_id: organisme,
});

describe('what an application role may write, were its SQL not ours any more', () => {
  let maison: Maison;
  let web: Session;
  let guichet: AgentSeme;
  let bailleur: AgentSeme;
  let idf: AgentSeme;
  let amina: string;
  let louis: string;
  let personneDeLouis: string;
  let numero: string;

  const inserer = async (sujet: Sujet, table: string, ligne: Ligne): Promise<string> => {
    const colonnes = Object.keys(ligne);
    const valeurs = colonnes.map((_, i) => `$${i + 1}`);
    return web.essayer(
      sujet,
      `insert into ${table} (${colonnes.join(', ')}) values (${valeurs.join(', ')})`,
      Object.values(ligne),
    );
  };
  const changer = (ordre: string, ...valeurs: unknown[]) => web.essayer(AMINA, ordre, valeurs);
  const un = async (sujet: Sujet, sql: string, valeurs: unknown[] = []) => (await web.lire(sujet, sql, valeurs))[0];
  const chercher = (sujet: Sujet, nom = 'BENALI') =>
    un(sujet, 'select dossier_par_numero($1, $2) as id', [numero, nom]);

  beforeAll(async () => {
    maison = await Maison.monter();
    web = await Session.ouvrir(maison, 'web');
    guichet = await agentSeme(maison, 'demo-claire-vasseur');
    bailleur = await agentSeme(maison, 'demo-ines-carpentier');
    idf = await agentSeme(maison, 'demo-sarah-morel');
    const dossierDe = async (sub: string) =>
      (await maison.sql<Record<string, string>>('select * from personne where sujet_externe = $1', [sub]))[0] ?? {};
    amina = (await dossierDe('demo-amina-benali'))['dossier_id'] ?? '';
    const deLouis = await dossierDe('demo-louis-martin');
    [louis, personneDeLouis] = [deLouis['dossier_id'] ?? '', deLouis['id'] ?? ''];
    numero = String(
      (await maison.sql('select numero_unique from demande where dossier_id = $1', [amina]))[0]?.['numero_unique'],
    );
  }, 60_000);

  afterAll(async () => {
    await web?.fermer();
    await maison?.fermer();
  });

  afterEach(() => maison.sql('update consultation set close_le = now() where close_le is null'));

  it('a person deposits in her own dossier, under her own name, and puts nothing online', async () => {
    expect(await inserer(AMINA, 'piece', piece(amina))).toBe('lignes 1');
    const forgees: Ligne[] = [
      piece(louis),
      piece(amina, { etat: 'EN_LIGNE' }),
      piece(amina, { etat: 'RETIREE' }),
      piece(amina, { en_ligne_le: new Date() }),
      piece(amina, { deposee_le: '2020-01-01' }),
      piece(amina, { recue_le: '2199-01-01' }),
      piece(amina, { organisme_id: bailleur.organisme }),
      piece(amina, { agent_id: bailleur.id }),
      piece(amina, deLAgent(guichet)),
    ];
    for (const ligne of forgees) expect([ligne, await inserer(AMINA, 'piece', ligne)]).toEqual([ligne, REFUSE]);
    for (const sujet of [null, LOUIS, guichet.sujet]) expect(await inserer(sujet, 'piece', piece(amina))).toBe(REFUSE);
  });

  it('an agent deposits as himself, for his body, with the role, in a dossier he has open', async () => {
    expect(await inserer(guichet.sujet, 'piece', piece(amina, deLAgent(guichet)))).toBe(REFUSE);
    await poserConsultation(maison, guichet, amina);
    await poserConsultation(maison, bailleur, amina);
    expect(await inserer(guichet.sujet, 'piece', piece(amina, deLAgent(guichet)))).toBe('lignes 1');
    const forgees: [AgentSeme, Ligne][] = [
      [guichet, piece(louis, deLAgent(guichet))],
      [guichet, piece(amina, { ...deLAgent(guichet), agent_id: bailleur.id })],
      [guichet, piece(amina, { ...deLAgent(guichet), organisme_id: bailleur.organisme })],
      [guichet, piece(amina, { ...deLAgent(guichet), sensible: true })],
      [guichet, piece(amina, { ...deLAgent(guichet), etat: 'EN_LIGNE' })],
      [guichet, piece(amina)],
      [bailleur, piece(amina, deLAgent(bailleur))],
      [idf, piece(amina, deLAgent(idf))],
    ];
    for (const [agent, ligne] of forgees)
      expect([ligne, await inserer(agent.sujet, 'piece', ligne)]).toEqual([ligne, REFUSE]);
  });

  it('a fichier begins ATTENDU in a pièce of one’s own, with no verdict', async () => {
    const { id } = await poserPiece(maison, { dossier: amina, etat: 'EN_PREPARATION' });
    const deLille = await poserPiece(maison, { dossier: amina, etat: 'EN_PREPARATION', agent: guichet });
    const enLigne = await poserPiece(maison, { dossier: amina });
    const fichier = (autre: Ligne = {}): Ligne => ({
      id: randomUUID(),
      piece_id: id,
      dossier_id: amina,
      rang: 2,
      nom: 'x',
      format: 'application/pdf',
      octets: 1,
      sha256: SHA,
      ...autre,
    });
    expect(await inserer(AMINA, 'fichier', fichier())).toBe('lignes 1');
    const forges: Ligne[] = [
      ...['RECU', 'SAIN', 'PRET', 'A_EXAMINER'].map((etat) => fichier({ etat })),
      fichier({ piece_id: deLille.id }),
      fichier({ piece_id: enLigne.id }),
      fichier({ dossier_id: louis }),
      fichier({ antivirus: '{}' }),
      fichier({ sain_le: new Date() }),
      fichier({ pages: 1 }),
    ];
    for (const ligne of forges) expect([ligne, await inserer(AMINA, 'fichier', ligne)]).toEqual([ligne, REFUSE]);
    expect(await inserer(LOUIS, 'fichier', fichier())).toBe(REFUSE);
  });

  it('web moves a fichier to RECU or ABANDONNE, an object to PRESENT in quarantine, and neither anywhere else', async () => {
    const { id, fichier, objet } = await poserPiece(maison, { dossier: amina, etat: 'EN_PREPARATION' });
    const enLigne = await poserPiece(maison, { dossier: amina });
    expect(await changer(`update fichier set etat = 'RECU', recu_le = now() where id = $1`, fichier)).toBe('lignes 1');
    expect(await changer(`update fichier set etat = 'RECU', recu_le = '2020-01-01' where id = $1`, fichier)).toBe(
      REFUSE,
    );
    for (const etat of ['SAIN', 'PRET', 'INFECTE', 'REFUSE', 'ATTENDU'])
      expect(await changer('update fichier set etat = $2 where id = $1', fichier, etat)).toBe(REFUSE);
    for (const colonne of ['sha256', 'octets', 'nom', 'antivirus', 'dossier_id', 'piece_id', 'format', 'pret_le'])
      expect(await changer(`update fichier set ${colonne} = null where id = $1`, fichier)).toBe(REFUSE);
    expect(await changer(`update fichier set etat = 'RECU' where id = $1`, enLigne.fichier)).toBe('rien');
    expect(await changer(`update objet set etat = 'PRESENT', present_le = now() where id = $1`, objet)).toBe(
      'lignes 1',
    );
    expect(await changer(`update objet set etat = 'DETRUIT' where id = $1`, objet)).toBe(REFUSE);
    for (const colonne of ['cle', 'seau', 'genre', 'dossier_id', 'fichier_id', 'sha256'])
      expect(await changer(`update objet set ${colonne} = null where id = $1`, objet)).toBe(REFUSE);
    expect(await changer(`update objet set etat = 'A_DETRUIRE' where id = $1`, enLigne.objet)).toBe('rien');
    expect(await changer(`update piece set etat = 'EN_LIGNE' where id = $1`, id)).toBe(REFUSE);
    expect(await changer(`update piece set etat = 'RETIREE' where id = $1`, enLigne.id)).toBe('rien');
    for (const [sujet, cible] of [
      [LOUIS, id],
      [bailleur.sujet, id],
      [null, id],
    ] as const)
      expect(await web.essayer(sujet, `update piece set etat = 'RETIREE' where id = $1`, [cible])).toBe('rien');
    for (const table of ['piece', 'fichier', 'objet', 'consultation', 'lecture', 'restitution', 'personne', 'demande'])
      expect([table, await changer(`delete from ${table}`)]).toEqual([table, REFUSE]);
  });

  it('an object announced by web is the received one of its fichier, in quarantine, under a key of its own', async () => {
    const { fichier } = await poserPiece(maison, { dossier: amina, etat: 'EN_PREPARATION' });
    const [{ octets, sha256 } = {}] = await maison.sql('select octets, sha256 from fichier where id = $1', [fichier]);
    const objet = (autre: Ligne = {}): Ligne => {
      const id = randomUUID();
      return {
        id,
        dossier_id: amina,
        fichier_id: fichier,
        genre: 'RECU',
        seau: 'quarantaine',
        cle: `recu/${id}`,
        octets,
        sha256,
        ...autre,
      };
    };
    expect(await inserer(AMINA, 'objet', objet())).toBe('lignes 1');
    const forges: Ligne[] = [
      objet({ seau: 'pieces' }),
      objet({ seau: 'refus' }),
      objet({ genre: 'PDF' }),
      objet({ genre: 'RESTITUTION' }),
      objet({ etat: 'PRESENT' }),
      objet({ etat: 'A_DETRUIRE' }),
      objet({ dossier_id: louis }),
      objet({ fichier_id: null }),
      objet({ cle: 'pdf/00000000-0000-0000-0000-000000000000' }),
      objet({ sha256: SHA }),
    ];
    for (const ligne of forges) expect([ligne, await inserer(AMINA, 'objet', ligne)]).toEqual([ligne, REFUSE]);
    expect(await inserer(LOUIS, 'objet', objet())).toBe(REFUSE);
  });

  it('a pièce is attached to persons of its own dossier', async () => {
    const { id } = await poserPiece(maison, { dossier: amina, etat: 'EN_PREPARATION' });
    expect(await inserer(AMINA, 'piece_personne', { piece_id: id, personne_id: personneDeLouis })).toBe(REFUSE);
    expect(await inserer(LOUIS, 'piece_personne', { piece_id: id, personne_id: personneDeLouis })).toBe(REFUSE);
  });

  it('a consultation is one’s own, begins now, lasts thirty minutes, and a closed one stays closed', async () => {
    const consultation = (autre: Ligne = {}): Ligne => ({
      id: randomUUID(),
      agent_id: bailleur.id,
      organisme_id: bailleur.organisme,
      dossier_id: amina,
      finalite: 'ATTRIBUTION',
      ...autre,
    });
    expect(await inserer(bailleur.sujet, 'consultation', consultation())).toBe('lignes 1');
    const forgees: Ligne[] = [
      consultation({ agent_id: guichet.id }),
      consultation({ organisme_id: guichet.organisme }),
      consultation({ ouverte_le: '2199-01-01', expire_le: '2199-01-01' }),
      consultation({ expire_le: new Date(Date.now() + 40 * 60_000) }),
      consultation({ expire_le: new Date(Date.now() + 60_000) }),
      consultation({ close_le: null }),
    ];
    for (const ligne of forgees)
      expect([ligne, await inserer(bailleur.sujet, 'consultation', ligne)]).toEqual([ligne, REFUSE]);
    expect(
      await inserer(idf.sujet, 'consultation', consultation({ agent_id: idf.id, organisme_id: idf.organisme })),
    ).toBe(REFUSE);
    expect(await inserer(AMINA, 'consultation', consultation())).toBe(REFUSE);
    const id = await poserConsultation(maison, bailleur, amina);
    for (const colonne of ['ouverte_le', 'expire_le', 'dossier_id', 'agent_id', 'finalite'])
      expect(
        await web.essayer(bailleur.sujet, `update consultation set ${colonne} = ${colonne} where id = $1`, [id]),
      ).toBe(REFUSE);
    expect(await web.essayer(guichet.sujet, 'update consultation set close_le = now() where id = $1', [id])).toBe(
      'rien',
    );
    expect(await web.essayer(bailleur.sujet, 'update consultation set close_le = now() where id = $1', [id])).toBe(
      'lignes 1',
    );
    await maison.sql('update consultation set close_le = now() where id = $1', [id]);
    expect(await web.essayer(bailleur.sujet, 'update consultation set close_le = null where id = $1', [id])).toBe(
      'rien',
    );
  });

  it('a lecture is of a pièce readable in one’s own open consultation, now', async () => {
    const [ordinaire, sensible, deLouis] = [
      await poserPiece(maison, { dossier: amina }),
      await poserPiece(maison, { dossier: amina, sensible: true }),
      await poserPiece(maison, { dossier: louis }),
    ];
    const mienne = await poserConsultation(maison, bailleur, amina);
    const autre = await poserConsultation(maison, guichet, amina);
    const echue = await poserConsultation(maison, bailleur, louis, '31 minutes');
    const noter = (consultation_id: string, piece_id: string, plus: Ligne = {}) =>
      inserer(bailleur.sujet, 'lecture', { consultation_id, piece_id, ...plus });
    expect(await noter(mienne, ordinaire.id)).toBe('lignes 1');
    expect(await noter(mienne, sensible.id)).toBe(REFUSE);
    expect(await noter(mienne, deLouis.id)).toBe(REFUSE);
    expect(await noter(autre, ordinaire.id)).toBe(REFUSE);
    expect(await noter(echue, deLouis.id)).toBe(REFUSE);
    expect(await noter(mienne, ordinaire.id, { lue_le: '2020-01-01' })).toBe(REFUSE);
  });

  it('a restitution is one’s own, of an open consultation, of pièces one may read, and starts unmade', async () => {
    const ordinaire = await poserPiece(maison, { dossier: amina });
    const sensible = await poserPiece(maison, { dossier: amina, sensible: true });
    const deLouis = await poserPiece(maison, { dossier: louis });
    const consultation = await poserConsultation(maison, bailleur, amina);
    const autre = await poserConsultation(maison, guichet, amina);
    const restitution = (plus: Ligne = {}): Ligne => ({
      id: randomUUID(),
      consultation_id: consultation,
      dossier_id: amina,
      agent_id: bailleur.id,
      reference_journal: 'J1',
      pieces: [ordinaire.id],
      ...plus,
    });
    expect(await inserer(bailleur.sujet, 'restitution', restitution())).toBe('lignes 1');
    const forgees: Ligne[] = [
      restitution({ agent_id: guichet.id }),
      restitution({ consultation_id: autre }),
      restitution({ dossier_id: louis }),
      restitution({ pieces: [ordinaire.id, sensible.id] }),
      restitution({ pieces: [deLouis.id] }),
      restitution({ pieces: [] }),
      restitution({ etat: 'PRETE' }),
      restitution({ objet_id: sensible.objet }),
      restitution({ objet_id: ordinaire.objet }),
    ];
    for (const ligne of forgees)
      expect([ligne, await inserer(bailleur.sujet, 'restitution', ligne)]).toEqual([ligne, REFUSE]);
    expect(await web.essayer(bailleur.sujet, `update restitution set etat = 'PRETE'`)).toBe(REFUSE);
  });

  describe('functions with the rights of another', () => {
    it('a number with its name gives nothing to who has no right there', async () => {
      expect(await chercher(bailleur.sujet)).toEqual({ id: amina });
      for (const sujet of [null, idf.sujet, LOUIS, AMINA, { type: 'entretien', id: 'x' }])
        expect(await chercher(sujet)).toEqual({ id: null });
      expect(await chercher(bailleur.sujet, 'AUTRE')).toEqual({ id: null });
      expect(await chercher(bailleur.sujet, '%')).toEqual({ id: null });
    });

    it('the helpers tell the sujet of himself only', async () => {
      await poserConsultation(maison, bailleur, amina);
      expect(await un(AMINA, 'select mes_dossiers() as d, mes_consultations() as c, mes_territoires() as t')).toEqual({
        d: [amina],
        c: null,
        t: null,
      });
      expect(
        await un(bailleur.sujet, 'select mes_dossiers() as d, mes_consultations() as c, mes_territoires() as t'),
      ).toEqual({ d: null, c: [amina], t: ['DEP:59'] });
      expect(await un(null, 'select mes_dossiers() as d, mes_consultations() as c, mes_territoires() as t')).toEqual({
        d: null,
        c: null,
        t: null,
      });
      expect(await web.lire({ type: 'systeme', id: bailleur.id }, 'select * from mes_habilitations()')).toEqual([]);
      expect(await web.lire(null, `select * from agent_par_sujet_externe('%')`)).toEqual([]);
    });

    it('an entry is written by who acts, in a chain of his own, and tells nothing of another’s', async () => {
      const inscrire = (
        sujet: Sujet,
        chaine: string,
        dossier: string | null,
        organisme: string | null,
        contenu: Ligne,
      ) =>
        web.essayer(sujet, 'select * from journal_inscrire($1, $2, $3, $4)', [
          chaine,
          dossier,
          organisme,
          JSON.stringify(contenu),
        ]);
      const [{ pseudonyme } = {}] = await maison.sql('select pseudonyme from agent where id = $1', [bailleur.id]);
      const agent = { sujet: 'agent', agent: pseudonyme, organisme: bailleur.organisme };
      const chez = `organisme:${bailleur.organisme}`;
      expect(await inscrire(AMINA, `dossier:${amina}`, amina, null, { sujet: 'demandeur' })).toBe('lignes 1');
      expect(await inscrire(bailleur.sujet, `dossier:${amina}`, amina, bailleur.organisme, agent)).toBe('lignes 1');
      expect(await inscrire(bailleur.sujet, chez, null, bailleur.organisme, agent)).toBe('lignes 1');
      const forgees: [Sujet, string, string | null, string | null, Ligne][] = [
        [null, `dossier:${amina}`, amina, null, { sujet: 'demandeur' }],
        [{ type: 'systeme', id: 'systeme' }, `dossier:${amina}`, amina, null, { sujet: 'systeme' }],
        [{ type: 'entretien', id: 'x' }, `dossier:${amina}`, amina, null, { sujet: 'systeme' }],
        [LOUIS, `dossier:${amina}`, amina, null, { sujet: 'demandeur' }],
        [LOUIS, `dossier:${amina}`, louis, null, { sujet: 'demandeur' }],
        [AMINA, `dossier:${amina}`, amina, null, { sujet: 'systeme' }],
        [AMINA, `dossier:${amina}`, amina, null, agent],
        [AMINA, `dossier:${amina}`, amina, bailleur.organisme, { sujet: 'demandeur' }],
        [AMINA, 'autre', amina, null, { sujet: 'demandeur' }],
        [AMINA, chez, null, bailleur.organisme, { sujet: 'demandeur' }],
        [bailleur.sujet, `dossier:${amina}`, amina, bailleur.organisme, { ...agent, agent: 'A-000000' }],
        [bailleur.sujet, `dossier:${amina}`, amina, idf.organisme, agent],
        [bailleur.sujet, `organisme:${idf.organisme}`, null, idf.organisme, { ...agent, organisme: idf.organisme }],
        [idf.sujet, `dossier:${amina}`, amina, idf.organisme, { ...agent, organisme: idf.organisme }],
        [bailleur.sujet, chez, amina, bailleur.organisme, { ...agent, sujet: 'systeme' }],
      ];
      for (const cas of forgees) expect([cas, await inscrire(...cas)]).toEqual([cas, REFUSE]);
    });
  });
});
