import { randomUUID } from 'node:crypto';
import { Maison } from '../support/maison.js';
import {
  agentSeme,
  poserConsultation,
  poserPiece,
  REFUSE,
  relations,
  Session,
  type Sujet,
} from '../support/session.js';

/** What everybody may read: the map and who the bodies are. Anything else holds something of a person. */
const PUBLIQUES = ['commune', 'organisme'];
const VUES = ['acces_dossier'];

const GRANTS: Record<string, string[]> = {
  dun_web: [
    'acces_dossier SELECT',
    'agent SELECT',
    'commune SELECT',
    'consultation INSERT(agent_id, dossier_id, finalite, id, organisme_id)',
    'consultation SELECT',
    'consultation UPDATE(close_le)',
    'demande SELECT',
    'dossier SELECT',
    'fichier INSERT',
    'fichier SELECT',
    'fichier UPDATE(etat, fin_le, motif, recu_le)',
    'journal SELECT',
    'lecture INSERT(consultation_id, piece_id)',
    'lecture SELECT',
    'message SELECT',
    'message UPDATE(lu_le)',
    'objet INSERT',
    'objet SELECT',
    'objet UPDATE(a_detruire_le, etat, present_le)',
    'organisme SELECT',
    'personne SELECT',
    'piece INSERT',
    'piece SELECT',
    'piece UPDATE(etat, motif_retrait, retiree_le)',
    'piece_personne INSERT',
    'piece_personne SELECT',
    'restitution INSERT',
    'restitution SELECT',
  ],
  dun_worker: [
    'agent SELECT',
    'commune SELECT',
    'consultation SELECT',
    'demande SELECT',
    'dossier SELECT',
    'fichier INSERT',
    'fichier SELECT',
    'fichier UPDATE',
    'objet INSERT',
    'objet SELECT',
    'objet UPDATE',
    'organisme SELECT',
    'personne SELECT',
    'piece INSERT',
    'piece SELECT',
    'piece UPDATE',
    'piece_personne SELECT',
    'restitution SELECT',
    'restitution UPDATE',
  ],
};

const COMMUNES_A_TOUS = ['en_tant_que_systeme()', 'sujet_id()', 'sujet_type()'];
const FONCTIONS: Record<string, string[]> = {
  dun_web: [
    ...COMMUNES_A_TOUS,
    'agent_par_sujet_externe(text)',
    'dossier_par_naissance(text,date)',
    'dossier_par_numero(text,text)',
    'droit_sensible()',
    'journal_inscrire(text,uuid,uuid,jsonb)',
    'mes_consultations()',
    'mes_dossiers()',
    'mes_habilitations()',
    'mes_roles()',
    'mes_territoires()',
    'mon_agent()',
    'mon_depot(piece)',
    'mon_organisme()',
    'message_deposer(uuid,text,text)',
    'piece_lecteurs(uuid)',
    'piece_lue(uuid)',
    'piece_remplacable(uuid,uuid,text)',
    'piece_retirer(uuid)',
    'piece_retirer_mal_classee(uuid)',
  ].toSorted(),
  dun_worker: [
    ...COMMUNES_A_TOUS,
    'journal_inscrire(text,uuid,uuid,jsonb)',
    'message_deposer(uuid,text,text)',
  ].toSorted(),
};

describe('PostgreSQL itself keeps each dossier to those who may read it', () => {
  let maison: Maison;
  let web: Session;
  let worker: Session;
  let tables: string[];

  beforeAll(async () => {
    maison = await Maison.monter();
    [web, worker] = await Promise.all([Session.ouvrir(maison, 'web'), Session.ouvrir(maison, 'worker')]);
    tables = (await relations(maison)).map(({ nom }) => nom).filter((nom) => !PUBLIQUES.includes(nom));
    // Something in every table, so that "0 rows" says something.
    const ines = await agentSeme(maison, 'demo-ines-carpentier');
    const [{ id: dossier } = { id: '' }] = await maison.sql<{ id: string }>('select id from dossier limit 1');
    const piece = await poserPiece(maison, { dossier });
    const consultation = await poserConsultation(maison, ines, dossier);
    await maison.sql('insert into lecture values ($1, $2)', [consultation, piece.id]);
    await maison.sql(
      `insert into restitution (id, consultation_id, dossier_id, agent_id, reference_journal, pieces)
       values ($1, $2, $3, $4, 'J1', $5)`,
      [randomUUID(), consultation, dossier, ines.id, [piece.id]],
    );
    await maison.sql(`select journal_inscrire('dossier:' || $1::uuid, $1::uuid, null, '{"acte": "PIECE_DEPOSEE"}')`, [
      dossier,
    ]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([web?.fermer(), worker?.fermer()]);
    await maison?.fermer();
  });

  it('every table but the named public ones is under forced row-level security', async () => {
    const nues = (await relations(maison)).filter(({ gardee }) => !gardee).map(({ nom, genre }) => `${genre} ${nom}`);
    expect(nues.toSorted()).toEqual(
      [...PUBLIQUES.map((nom) => `r ${nom}`), ...VUES.map((nom) => `v ${nom}`)].toSorted(),
    );
    const ailleurs = await maison.sql(`
      select n.nspname || '.' || c.relname as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname not in ('dun', 'pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
        and (has_table_privilege('dun_web', c.oid, 'select') or has_table_privilege('dun_worker', c.oid, 'select'))
        and c.relkind in ('r', 'p', 'v', 'm', 'f')`);
    expect(ailleurs).toEqual([]);
  });

  const nulleParts: [string, 'web' | 'worker', Sujet][] = [
    ['web without enTantQue', 'web', null],
    ['web before sign-in', 'web', { type: 'anonyme', id: 'anonyme' }],
    ['web posing as the system', 'web', { type: 'systeme', id: 'systeme' }],
    ['web posing as upkeep', 'web', { type: 'entretien', id: 'entretien' }],
    ['web as an agent who does not exist', 'web', { type: 'agent', id: randomUUID() }],
    ['web as an unknown demandeur', 'web', { type: 'demandeur', id: 'inconnu' }],
    ['web as a nameless demandeur', 'web', { type: 'demandeur', id: '' }],
    ['web as a type that is none', 'web', { type: '%', id: '%' }],
    ['worker without enTantQue', 'worker', null],
    ['worker posing as upkeep', 'worker', { type: 'entretien', id: 'entretien' }],
    ['worker before sign-in', 'worker', { type: 'anonyme', id: 'anonyme' }],
  ];

  it.each(nulleParts)('%s reads no row of anything', async (_, role, sujet) => {
    const session = role === 'web' ? web : worker;
    const lus: Record<string, string> = {};
    for (const table of tables) lus[table] = await session.essayer(sujet, `select * from ${table}`);
    expect(Object.entries(lus).filter(([, issue]) => issue !== 'rien' && issue !== REFUSE)).toEqual([]);
    expect(tables.length).toBeGreaterThan(14);
  });

  it('worker as a person of the application reads nothing either: it has policies as the system only', async () => {
    const [{ sub } = { sub: '' }] = await maison.sql<{ sub: string }>(
      `select sujet_externe as sub from personne where sujet_externe is not null limit 1`,
    );
    const ines = await agentSeme(maison, 'demo-ines-carpentier');
    for (const sujet of [{ type: 'demandeur', id: sub }, ines.sujet])
      for (const table of tables)
        expect([table, await worker.essayer(sujet, `select * from ${table}`)]).toEqual([
          table,
          expect.stringMatching(`rien|${REFUSE}`),
        ]);
  });

  it('a sujet ends with its transaction: the next user of the connection is nobody', async () => {
    const ines = await agentSeme(maison, 'demo-ines-carpentier');
    expect((await web.lire(ines.sujet, 'select id from dossier')).length).toBeGreaterThan(0);
    expect(await web.lire(null, 'select id from dossier')).toEqual([]);
  });

  it('application roles own nothing, are members of nothing, and bypass nothing', async () => {
    expect(
      await maison.sql(`
        select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as forte,
          exists (select from pg_auth_members where member = r.oid) as membre,
          exists (select from pg_shdepend where refobjid = r.oid and deptype = 'o'
            and dbid in (0, (select oid from pg_database where datname = current_database()))) as possede
        from pg_roles r where rolname in ('dun_web', 'dun_worker', 'dun_coffre_web', 'dun_coffre_worker') order by 1`),
    ).toEqual(
      ['dun_coffre_web', 'dun_coffre_worker', 'dun_web', 'dun_worker'].map((rolname) => ({
        rolname,
        forte: false,
        membre: false,
        possede: false,
      })),
    );
    const [faits] = await maison.sql(`
      select rolcanlogin, rolbypassrls, rolsuper, has_schema_privilege('dun_faits', 'dun', 'create') as cree
      from pg_roles where rolname = 'dun_faits'`);
    expect(faits).toEqual({ rolcanlogin: false, rolbypassrls: false, rolsuper: false, cree: false });
  });

  it('no application role changes the schema, makes a table of its own, or becomes another role', async () => {
    const ordres = [
      'create table dun.piege (x int)',
      'create table public.piege (x int)',
      'create temp table dossier (x int)',
      'create schema piege',
      'create function dun.piege() returns int language sql as $$ select 1 $$',
      'create function public.piege() returns int language sql as $$ select 1 $$',
      'alter table dun.dossier disable row level security',
      'alter table dun.dossier no force row level security',
      'drop policy lecture on dun.piece',
      'create policy piege on dun.piece using (true)',
      'alter role dun_web bypassrls',
      'set role dun_faits',
      'grant select on dun.habilitation to dun_web',
      'drop table dun.journal',
      'copy dun.dossier to program $$true$$',
      `create trigger piege before insert on dun.piece execute function dun.journal_immuable()`,
      'refresh materialized view dun.acces_dossier',
      'lock table dun.journal in access exclusive mode',
    ];
    for (const session of [web, worker])
      for (const ordre of ordres)
        expect([ordre, await session.essayer(null, ordre)]).toEqual([
          ordre,
          expect.stringMatching('42501|42809|28000'),
        ]);
    // Granting what one does not hold is a warning and gives nothing.
    expect(await web.essayer(null, 'select * from dun.habilitation')).toBe(REFUSE);
  });

  it.each(['dun_web', 'dun_worker'])('%s holds exactly the rights that are written here', async (role) => {
    const droits = await maison.sql<{ droit: string }>(
      `with t as (
         select c.oid, c.relname, c.relacl from pg_class c where c.relnamespace = 'dun'::regnamespace)
       select relname || ' ' || a.privilege_type as droit from t, aclexplode(t.relacl) a
         where a.grantee in (0, $1::regrole)
       union select relname || ' ' || a.privilege_type || '(' || string_agg(att.attname, ', ' order by att.attname) || ')'
         from t join pg_attribute att on att.attrelid = t.oid, aclexplode(att.attacl) a
         where a.grantee in (0, $1::regrole) group by relname, a.privilege_type
       order by 1`,
      [role],
    );
    expect(droits.map(({ droit }) => droit).toSorted()).toEqual(GRANTS[role]);
    const fonctions = await maison.sql<{ nom: string }>(
      `select oid::regprocedure::text as nom from pg_proc
       where pronamespace = 'dun'::regnamespace and has_function_privilege($1, oid, 'execute') order by 1`,
      [role],
    );
    expect(fonctions.map(({ nom }) => nom.replace(/^dun\./, '')).toSorted()).toEqual(FONCTIONS[role]);
  });

  it('nobody rewrites the journal, not even the owner in passing', async () => {
    for (const ordre of ['update journal set contenu = contenu', 'delete from journal', 'truncate journal']) {
      for (const sujet of [null, { type: 'systeme', id: 'systeme' }, { type: 'entretien', id: 'entretien' }]) {
        expect(await web.essayer(sujet, ordre)).toBe(REFUSE);
        expect(await worker.essayer(sujet, ordre)).toBe(REFUSE);
      }
      await expect(maison.sql(ordre)).rejects.toThrow('le journal ne se modifie pas');
    }
    expect(await web.essayer(null, `insert into journal values ('x', 1, '{}', '\\x', null, null)`)).toBe(REFUSE);
    expect(await web.essayer(null, 'select * from journal_tete')).toBe(REFUSE);
  });

  it('every security definer function has a search path in which nobody can put anything', async () => {
    expect(
      await maison.sql(`
        select proname from pg_proc where pronamespace = 'dun'::regnamespace and prosecdef
          and proconfig is distinct from array['search_path=dun, pg_temp']`),
    ).toEqual([]);
  });
});
