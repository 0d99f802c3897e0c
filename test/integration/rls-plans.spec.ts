import { Maison } from '../support/maison.js';
import { agentSeme, type AgentSeme, poserConsultation, poserPiece, Session, type Sujet } from '../support/session.js';

const DOSSIERS = 20_000;

interface Noeud {
  'Node Type': string;
  'Relation Name'?: string;
  'Subplan Name'?: string;
  'Parent Relationship'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Noeud[];
}

const noeuds = (noeud: Noeud): Noeud[] => [noeud, ...(noeud.Plans ?? []).flatMap(noeuds)];

/** The second run: the first one of a session also reads the catalogue. */
const expliquer = async (session: Session, sujet: Sujet, sql: string, parametres: unknown[] = []): Promise<Noeud> => {
  const explication = `explain (analyze, buffers, format json) ${sql}`;
  await session.lire(sujet, explication, parametres);
  const [ligne = {}] = await session.lire(sujet, explication, parametres);
  const [{ Plan }] = ligne['QUERY PLAN'] as [{ Plan: Noeud }];
  return Plan;
};
const blocs = (plan: Noeud): number => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];

describe('row-level security costs the same on a large base as on a small one', () => {
  let maison: Maison;
  let web: Session;
  let worker: Session;
  let ines: AgentSeme;
  let cible: { dossier: string; numero: string; piece: string; fichier: string };

  beforeAll(async () => {
    maison = await Maison.monter();
    [web, worker] = await Promise.all([Session.ouvrir(maison, 'web'), Session.ouvrir(maison, 'worker')]);
    ines = await agentSeme(maison, 'demo-ines-carpentier');
    await maison.sql('alter table demande disable trigger user');
    await maison.sql(`
      create table gros as select i, gen_random_uuid() as dossier, gen_random_uuid() as personne, gen_random_uuid() as piece,
        gen_random_uuid() as fichier, gen_random_uuid() as consultation, i % 4 = 0 as nord from generate_series(1, ${DOSSIERS}) i`);
    await maison.sql(`
      insert into dossier select dossier, true, case when nord then array['COM:59350', 'EPCI:200093201', 'DEP:59', 'REG:32']
        else array['COM:93066', 'EPCI:200057867', 'DEP:93', 'REG:11'] end from gros`);
    await maison.sql(`insert into personne (id, dossier_id, role, prenom, nom, nom_recherche, naissance)
      select personne, dossier, 'demandeur', 'X', 'Essai', 'ESSAI', '1980-01-01' from gros`);
    await maison.sql(`insert into demande (id, dossier_id, numero_unique, etat, communes, deposee_le)
      select gen_random_uuid(), dossier, '0590126' || to_char(i, 'FM000000') || '59350', 'ACTIVE',
        array[case when nord then '59350' else '93066' end], current_date from gros`);
    await maison.sql(`insert into piece (id, dossier_id, type, sensible, etat, deposant, recue_le)
      select piece, dossier, 'IDENTITE_FR', false, 'EN_LIGNE', 'demandeur', current_date from gros`);
    await maison.sql('insert into piece_personne select piece, personne from gros');
    await maison.sql(`insert into fichier (id, piece_id, dossier_id, rang, nom, format, octets, sha256, etat, pages, reprise_le)
      select fichier, piece, dossier, 1, 'x', 'application/pdf', 9, sha256(convert_to(i::text, 'UTF8')), 'PRET', 1, 'infinity' from gros`);
    await maison.sql(`insert into objet (id, dossier_id, fichier_id, genre, seau, page, cle, octets, etat, present_le)
      select gen_random_uuid(), dossier, fichier, genre, 'pieces', page, genre || '/' || fichier, 9, 'PRESENT', now()
      from gros, (values ('PDF', null), ('APERCU', 1)) as o (genre, page)`);
    await maison.sql(
      `insert into consultation (id, agent_id, organisme_id, dossier_id, finalite, ouverte_le, expire_le)
      select consultation, $1, $2, dossier, 'ATTRIBUTION', now() - interval '1 day', now() - interval '1 day' from gros where nord`,
      [ines.id, ines.organisme],
    );
    await maison.sql(
      `insert into restitution (id, consultation_id, dossier_id, agent_id, etat, reference_journal, pieces)
      select gen_random_uuid(), consultation, dossier, $1, 'PRETE', 'J1', array[piece] from gros where nord`,
      [ines.id],
    );
    await maison.sql(`insert into journal select 'dossier:' || dossier, 1, '{}', '\\x00', dossier, null from gros`);
    await maison.sql('analyze');
    const [premier] = await maison.sql<typeof cible>(
      `select dossier, numero_unique as numero, piece, fichier from gros join demande on dossier_id = dossier where nord limit 1`,
    );
    if (!premier) throw new Error('rien de semé');
    cible = premier;
    await poserConsultation(maison, ines, cible.dossier);
  }, 120_000);

  afterAll(async () => {
    await Promise.all([web?.fermer(), worker?.fermer()]);
    await maison?.fermer();
  });

  /** Tables that grow with the number of people; a few rows of organismes may be read whole. */
  const GROSSES = [
    'dossier',
    'personne',
    'demande',
    'piece',
    'piece_personne',
    'fichier',
    'objet',
    'consultation',
    'restitution',
    'journal',
  ];

  const PIECES = `select p.id, array(select personne_id from piece_personne where piece_id = p.id) as personnes,
      (select json_agg(f.etat) from fichier f where f.piece_id = p.id) as fichiers
    from piece p left join organisme o on o.id = p.organisme_id where p.dossier_id = $1 order by p.deposee_le`;

  it.each<[string, () => [Sujet, string, unknown[]], number]>([
    [
      'find by number',
      () => [
        ines.sujet,
        `select dossier_id, etat from demande where numero_unique = $1 order by deposee_le desc limit 20`,
        [cible.numero],
      ],
      1,
    ],
    [
      'a number out of the territory',
      () => [ines.sujet, `select dossier_id from demande where numero_unique = '059012600000159350'`, []],
      0,
    ],
    [
      'the facts of a dossier',
      () => [
        ines.sujet,
        'select dossier_id, actif from acces_dossier where dossier_id = any ($1::uuid[])',
        [[cible.dossier]],
      ],
      1,
    ],
    ['pièces of a dossier', () => [ines.sujet, PIECES, [cible.dossier]], 1],
    [
      'persons of a dossier',
      () => [ines.sujet, 'select * from personne where dossier_id = $1 order by naissance', [cible.dossier]],
      1,
    ],
    [
      'a page of a pièce',
      () => [
        ines.sujet,
        `select o.cle from fichier f join objet o on o.fichier_id = f.id and o.genre = 'APERCU' and o.etat = 'PRESENT'
        where f.piece_id = $1 and f.etat = 'PRET' order by f.rang, o.page limit 1`,
        [cible.piece],
      ],
      1,
    ],
    [
      'a duplicate in a dossier',
      () => [
        ines.sujet,
        `select id from fichier where dossier_id = $1 and sha256 = any ($2::bytea[]) and retire_le is null
        and etat in ('ATTENDU', 'RECU', 'SAIN', 'PRET', 'A_EXAMINER')`,
        [cible.dossier, [Buffer.alloc(32)]],
      ],
      0,
    ],
    [
      'her own dossiers, as a person',
      () => [
        { type: 'demandeur', id: 'demo-amina-benali' },
        'select id from dossier where id = any ((select mes_dossiers())::uuid[])',
        [],
      ],
      1,
    ],
    [
      'her own demandes, as a person',
      () => [
        { type: 'demandeur', id: 'demo-amina-benali' },
        'select numero_unique from demande where dossier_id = any ((select mes_dossiers())::uuid[])',
        [],
      ],
      1,
    ],
    [
      'her journal',
      () => [
        { type: 'demandeur', id: 'demo-amina-benali' },
        'select contenu from journal where chaine = $1 order by rang desc limit 200',
        [`dossier:${cible.dossier}`],
      ],
      0,
    ],
    [
      'the PDF that is ready',
      () => [
        ines.sujet,
        `select o.cle from restitution r join objet o on o.id = r.objet_id and o.etat = 'PRESENT' where r.consultation_id = $1`,
        [cible.dossier],
      ],
      0,
    ],
  ])('%s: no table of people is read whole, and the sujet is worked out once', async (_, requete, lignes) => {
    const [sujet, sql, parametres] = requete();
    const plan = await expliquer(web, sujet, sql, parametres);
    expect(plan['Actual Rows']).toBe(lignes);
    const tous = noeuds(plan);
    const entieres = tous.filter((noeud) => noeud['Node Type'] === 'Seq Scan' && noeud['Actual Loops'] > 0);
    expect(entieres.map((noeud) => noeud['Relation Name']).filter((nom) => GROSSES.includes(nom ?? ''))).toEqual([]);
    // An InitPlan runs once; a helper called for each row would show in the number of loops and of blocks.
    for (const noeud of tous.filter((un) => un['Parent Relationship'] === 'InitPlan'))
      expect(noeud['Actual Loops']).toBeLessThanOrEqual(1);
    expect(tous.reduce((somme, noeud) => somme + (noeud['Rows Removed by Filter'] ?? 0), 0)).toBeLessThan(50);
    expect(blocs(plan)).toBeLessThan(250);
  });

  it('thirty pièces cost the rows of thirty pièces, not thirty times the judgement', async () => {
    const une = await expliquer(web, ines.sujet, PIECES, [cible.dossier]);
    for (let i = 0; i < 29; i += 1) await poserPiece(maison, { dossier: cible.dossier });
    const trente = await expliquer(web, ines.sujet, PIECES, [cible.dossier]);
    expect(trente['Actual Rows']).toBe(30);
    // Each pièce: itself, its person and its fichier, by index, and the same again for the policies that hang on it.
    expect((blocs(trente) - blocs(une)) / 29).toBeLessThan(40);
  });

  it('the helpers themselves read by index', async () => {
    for (const [sujet, fonction] of [
      [ines.sujet, 'mes_consultations()'],
      [ines.sujet, 'mes_territoires()'],
      [{ type: 'demandeur', id: 'demo-amina-benali' }, 'mes_dossiers()'],
      [ines.sujet, `dossier_par_numero('${cible.numero}', 'ESSAI')`],
    ] as const)
      expect([fonction, blocs(await expliquer(web, sujet, `select ${fonction}`)) < 150]).toEqual([fonction, true]);
  });

  it.each([
    [
      'fichiers overdue',
      `select id from fichier where etat in ('RECU', 'SAIN') and reprise_le <= now() order by reprise_le limit 500`,
    ],
    [
      'restitutions overdue',
      `select id from restitution where etat = 'ATTENDUE' and reprise_le <= now() order by reprise_le limit 100`,
    ],
    ['objects to destroy', `select id from objet where etat = 'A_DETRUIRE' order by a_detruire_le limit 100`],
    [
      'objects that age',
      `select id from objet where etat = 'PRESENT' and genre = 'RESTITUTION' and present_le < now() - interval '1 hour'`,
    ],
  ])('the sweeper finds %s without reading what is done', async (_, sql) => {
    const plan = await expliquer(worker, { type: 'systeme', id: 'systeme' }, sql);
    expect(
      noeuds(plan)
        .filter((noeud) => noeud['Node Type'] === 'Seq Scan')
        .map((noeud) => noeud['Relation Name']),
    ).toEqual([]);
    expect(blocs(plan)).toBeLessThan(100);
  });
});
