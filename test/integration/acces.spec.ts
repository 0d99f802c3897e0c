import { randomUUID } from 'node:crypto';
import { openapi } from '../../src/operation/openapi.js';
import { Emetteur, sansSignature } from '../support/emetteur.js';
import { Maison } from '../support/maison.js';
import { type Refus, refusDe } from '../support/refus.js';
import { type AgentSeme, agentSeme, poserConsultation, poserPiece } from '../support/session.js';

interface Cibles {
  dossier: string;
  piece: string;
  consultation: string;
  numero: string;
}
interface Appel {
  chemin: string;
  init?: RequestInit;
}

const formulaire = (): RequestInit => {
  const body = new FormData();
  body.append('type', 'IDENTITE_FR');
  body.append('fichiers', new Blob(['%PDF-1.4 essai']), 'x.pdf');
  return { method: 'POST', body };
};
const json = (corps: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(corps),
});

/** Every route of the API and how it is called. A new one that is not written here fails the first test. */
const ROUTES: Record<string, (c: Cibles) => Appel> = {
  'DELETE /consultations/{id}': ({ consultation }) => ({
    chemin: `/consultations/${consultation}`,
    init: { method: 'DELETE' },
  }),
  'GET /consultations/{id}/dossier.pdf': ({ consultation }) => ({
    chemin: `/consultations/${consultation}/dossier.pdf`,
  }),
  'GET /dossiers': ({ numero }) => ({ chemin: `/dossiers?numeroUnique=${numero}` }),
  'GET /dossiers/{id}': ({ dossier }) => ({ chemin: `/dossiers/${dossier}` }),
  'GET /dossiers/{id}/journal': ({ dossier }) => ({ chemin: `/dossiers/${dossier}/journal` }),
  'GET /pieces/{id}': ({ piece }) => ({ chemin: `/pieces/${piece}` }),
  'GET /pieces/{id}/pages/{n}/apercu': ({ piece }) => ({ chemin: `/pieces/${piece}/pages/1/apercu` }),
  'POST /consultations': ({ numero }) => ({
    chemin: '/consultations',
    init: json({ numeroUnique: numero, nom: 'Benali', finalite: 'ATTRIBUTION' }),
  }),
  'POST /dossiers/{id}/pieces': ({ dossier }) => ({ chemin: `/dossiers/${dossier}/pieces`, init: formulaire() }),
};
/** For everybody: they touch no dossier. */
const OUVERTES = ['GET /referentiel/pieces'];
const NOMS = Object.keys(ROUTES);
/** A search answers with what is in reach: for a wrong caller, an empty list like for an unknown number. */
const RECHERCHE = 'GET /dossiers';
const INCONNUES: Cibles = {
  dossier: randomUUID(),
  piece: randomUUID(),
  consultation: randomUUID(),
  numero: '059112399999959350',
};

describe('one refusal, whatever the route, the caller and the reason', () => {
  let maison: Maison;
  let emetteur: Emetteur;
  let amina: Cibles;
  let agents: Record<'ines' | 'claire' | 'sarah' | 'denis', AgentSeme>;
  const jetons: Record<string, string> = {};

  const appeler = (jeton: string | null, route: string, cibles: Cibles): Promise<Response> => {
    const { chemin, init = {} } = ROUTES[route]?.(cibles) ?? { chemin: '/nulle-part' };
    return fetch(`${maison.api}${chemin}`, {
      ...init,
      headers: { ...(init.headers as object), ...(jeton !== null && { authorization: jeton }) },
    });
  };
  const refus = async (jeton: string | null, route: string, cibles: Cibles): Promise<Refus> =>
    refusDe(await appeler(jeton, route, cibles));
  const porteur = (nom: string): string => `Bearer ${jetons[nom] ?? ''}`;
  let introuvable: Refus;

  beforeAll(async () => {
    emetteur = await Emetteur.ouvrir();
    maison = await Maison.monter({ env: { OIDC_ISSUER: emetteur.issuer } });
    maison.web.demarrer();
    await maison.pret();
    const [ines, claire, sarah, denis] = await Promise.all(
      ['demo-ines-carpentier', 'demo-claire-vasseur', 'demo-sarah-morel', 'demo-denis-roy'].map((sub) =>
        agentSeme(maison, sub),
      ),
    );
    agents = { ines, claire, sarah, denis } as typeof agents;
    await maison.sql(
      `insert into agent (id, organisme_id, sujet_externe, pseudonyme, prenom, nom)
       values ($1, $2, 'essai-gestion', 'A-GESTION', 'Zoé', 'Gestion')`,
      [randomUUID(), agents.ines.organisme],
    );
    await maison.sql(
      `insert into habilitation (id, agent_id, role, debut)
       select gen_random_uuid(), id, 'gestion', now() from agent where sujet_externe = 'essai-gestion'`,
    );
    for (const [nom, sub, profil] of [
      ['amina', 'demo-amina-benali', 'demandeur'],
      ['louis', 'demo-louis-martin', 'demandeur'],
      ['personne', 'inconnue', 'demandeur'],
      ['ines', 'demo-ines-carpentier', 'agent'],
      ['claire', 'demo-claire-vasseur', 'agent'],
      ['sarah', 'demo-sarah-morel', 'agent'],
      ['gestion', 'essai-gestion', 'agent'],
    ] as const)
      jetons[nom] = await emetteur.frapper(sub, profil);
    const [{ id: dossier, numero } = { id: '', numero: '' }] = await maison.sql<{ id: string; numero: string }>(
      `select p.dossier_id as id, n.numero_unique as numero from personne p join demande n using (dossier_id)
       where sujet_externe = 'demo-amina-benali'`,
    );
    const piece = (await poserPiece(maison, { dossier })).id;
    amina = { dossier, numero, piece, consultation: await poserConsultation(maison, agents.denis, dossier) };
    introuvable = await refus(porteur('louis'), 'GET /dossiers/{id}', INCONNUES);
  }, 90_000);

  afterAll(async () => {
    await maison?.fermer();
    await emetteur?.fermer();
  });

  it('the table of this test is the table of routes', async () => {
    const { paths } = JSON.parse(await openapi()) as { paths: Record<string, Record<string, unknown>> };
    const routes = Object.entries(paths).flatMap(([chemin, methodes]) =>
      Object.keys(methodes).map((methode) => `${methode.toUpperCase()} ${chemin.replace('/api/v1', '')}`),
    );
    expect(routes.toSorted()).toEqual([...NOMS, ...OUVERTES].toSorted());
    for (const ouverte of OUVERTES)
      expect((await fetch(`${maison.api}${ouverte.slice('GET '.length)}`)).status).toBe(200);
    expect(introuvable).toMatchObject({ status: 404, corps: { code: 'dossier.introuvable', status: 404 } });
  });

  it('who is not signed in gets one 401, whatever is wrong with the token', async () => {
    const claims = {
      iss: emetteur.issuer,
      aud: 'urn:dun:api',
      sub: 'demo-amina-benali',
      client_id: 'x',
      profil: 'demandeur',
    };
    const hier = Math.floor(Date.now() / 1000) - 86_400;
    const faux = (frappe: Parameters<Emetteur['frapper']>[2]) =>
      emetteur.frapper('demo-amina-benali', 'demandeur', frappe);
    const bon = jetons['amina'] ?? '';
    const mauvais: (string | null)[] = [
      null,
      '',
      'Bearer',
      'Bearer ',
      `Basic ${bon}`,
      `Bearer${bon}`,
      'Bearer garbage',
      'Bearer a.b.c',
      `Bearer ${'x'.repeat(7000)}`,
      `Bearer ${bon.slice(0, -6)}AAAAAA`,
      `Bearer ${bon.split('.').slice(0, 2).join('.')}.`,
      `Bearer ${sansSignature({ ...claims, exp: hier + 172_800 })}`,
      `Bearer ${await faux({ claims: { exp: hier } })}`,
      `Bearer ${await faux({ claims: { nbf: hier + 172_800 } })}`,
      `Bearer ${await faux({ claims: { aud: 'urn:autre:api' } })}`,
      `Bearer ${await faux({ claims: { iss: 'http://127.0.0.1:1' } })}`,
      `Bearer ${await faux({ claims: { exp: undefined } })}`,
      `Bearer ${await faux({ claims: { sub: undefined } })}`,
      `Bearer ${await faux({ claims: { client_id: undefined } })}`,
      `Bearer ${await faux({ claims: { profil: 'systeme' } })}`,
      `Bearer ${await faux({ typ: 'JWT' })}`,
      `Bearer ${await faux({ fausseCle: true })}`,
      `Bearer ${await emetteur.frapper('inconnu', 'agent')}`,
      `Bearer ${await emetteur.frapper('demo-amina-benali', 'agent')}`,
    ];
    const attendu = await refus(null, 'GET /dossiers/{id}', amina);
    expect(attendu).toMatchObject({ status: 401, corps: { code: 'connexion.requise' } });
    for (const jeton of mauvais)
      expect([jeton, await refus(jeton, 'GET /dossiers/{id}', amina)]).toEqual([jeton, attendu]);
    for (const route of NOMS) expect([route, await refus('Bearer garbage', route, amina)]).toEqual([route, attendu]);
  });

  describe.each(NOMS.filter((route) => route !== RECHERCHE))('%s', (route) => {
    it.each(['louis', 'personne', 'sarah', 'gestion'])(
      '%s: what exists, what does not, and nonsense are one answer',
      async (nom) => {
        const absurdes = ['1', 'null', `${amina.dossier}x`, amina.dossier.replaceAll('-', ''), '%00', "' or 1=1--"].map(
          (id) => ({
            ...INCONNUES,
            dossier: encodeURIComponent(id),
            piece: encodeURIComponent(id),
            consultation: encodeURIComponent(id),
          }),
        );
        for (const cibles of [amina, INCONNUES, ...absurdes])
          expect(await refus(porteur(nom), route, cibles)).toEqual(introuvable);
      },
    );

    it('a reader of the territory without a consultation of his own gets it too', async () => {
      if (route === 'POST /consultations') return;
      for (const nom of ['ines', 'claire']) expect(await refus(porteur(nom), route, amina)).toEqual(introuvable);
    });
  });

  it('an agent with the dossier open still needs the role of the act', async () => {
    const deClaire = { ...amina, consultation: await poserConsultation(maison, agents.claire, amina.dossier) };
    const dInes = { ...amina, consultation: await poserConsultation(maison, agents.ines, amina.dossier) };
    expect(await refus(porteur('claire'), 'GET /consultations/{id}/dossier.pdf', deClaire)).toEqual(introuvable);
    expect(await refus(porteur('ines'), 'POST /dossiers/{id}/pieces', dInes)).toEqual(introuvable);
    for (const nom of ['claire', 'ines'])
      expect(await refus(porteur(nom), 'GET /dossiers/{id}/journal', amina)).toEqual(introuvable);
    expect((await appeler(porteur('claire'), 'GET /dossiers/{id}', amina)).status).toBe(200);
  });

  it('a search out of reach is empty, as for a number that does not exist, and gestion may not search', async () => {
    for (const nom of ['louis', 'personne', 'sarah'])
      for (const cibles of [amina, INCONNUES]) {
        const reponse = await appeler(porteur(nom), RECHERCHE, cibles);
        expect([nom, reponse.status, await reponse.json()]).toEqual([nom, 200, []]);
      }
    expect(await refus(porteur('gestion'), RECHERCHE, amina)).toEqual(introuvable);
    expect(await (await appeler(porteur('ines'), RECHERCHE, amina)).json()).toHaveLength(1);
  });

  it('an unknown number, a wrong name and a dossier out of reach are one answer', async () => {
    const ouvrir = async (nom: string, corps: object) =>
      refusDe(
        await fetch(`${maison.api}/consultations`, {
          ...json({ numeroUnique: amina.numero, nom: 'Benali', finalite: 'ATTRIBUTION', ...corps }),
          headers: { 'content-type': 'application/json', authorization: porteur(nom) },
        }),
      );
    expect(await ouvrir('ines', { numeroUnique: INCONNUES.numero })).toEqual(introuvable);
    for (const nom of ['Benal', 'Benalii', '%', 'B_NALI', '.*', '\u0000', "Benali' or '1'='1"])
      expect(await ouvrir('ines', { nom })).toEqual(introuvable);
    expect(await ouvrir('sarah', {})).toEqual(introuvable);
    expect(await maison.sql(`select from consultation where agent_id = $1`, [agents.sarah.id])).toEqual([]);
  });

  it('radiation closes every route to an agent at work, and none to the person', async () => {
    const dInes = { ...amina, consultation: await poserConsultation(maison, agents.ines, amina.dossier) };
    expect((await appeler(porteur('ines'), 'GET /dossiers/{id}', dInes)).status).toBe(200);
    await maison.sql(
      `update demande set etat = 'RADIEE', radiee_le = current_date, motif_radiation = 'RENONCIATION' where dossier_id = $1`,
      [amina.dossier],
    );
    for (const route of NOMS.filter((nom) => nom !== RECHERCHE))
      expect([route, await refus(porteur('ines'), route, dInes)]).toEqual([route, introuvable]);
    expect(await (await appeler(porteur('ines'), RECHERCHE, dInes)).json()).toEqual([]);
    for (const route of ['GET /dossiers/{id}', 'GET /dossiers/{id}/journal', 'GET /pieces/{id}'])
      expect([route, (await appeler(porteur('amina'), route, amina)).status]).toEqual([route, 200]);
  });

  it('the end of a habilitation ends the account, at the next request', async () => {
    await maison.sql(`update habilitation set fin = now() where agent_id = $1`, [agents.claire.id]);
    expect((await appeler(porteur('claire'), 'GET /dossiers/{id}', amina)).status).toBe(401);
  });
});
