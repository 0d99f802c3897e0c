import { avisImposition, bulletinSalaire, carteIdentiteRecto, scanPdf } from '../../docker/demonstration/documents.mjs';
import { attendre, Maison } from '../support/maison.js';
import { type AgentSeme, agentSeme, poserConsultation, poserPiece, Session, type Sujet } from '../support/session.js';
import { type Envoi, type Navigateur, seConnecter, type Vue } from '../support/navigation.js';

const fichier = (name: string, type: string, bytes: Uint8Array): Envoi => ({ name, type, bytes });
const pdf = (name: string, bytes: Uint8Array): Envoi => fichier(name, 'application/pdf', bytes);
const uuid = (texte: string, apres: string): string =>
  new RegExp(`${apres}([0-9a-f-]{36})`).exec(texte)?.[1] ?? `rien après ${apres}`;

describe('the desk, without a browser nor JavaScript', () => {
  let maison: Maison;
  let claire: Navigateur;
  let numero: string;
  let dossierAmina: string;
  let dossierLouis: string;

  const ouvrirAmina = (qui = claire): Promise<Vue> => qui.post('/guichet', { nom: 'Benali', repere: '12/04/1989' });
  const etatDe = async (id: string) =>
    (await maison.sql<{ etat: string }>('select etat from piece where id = $1', [id]))[0]?.etat;
  const enLigne = (id: string) => attendre('pièce en ligne', async () => (await etatDe(id)) === 'EN_LIGNE');
  const recherches = async () =>
    maison.sql(`select rang from journal where chaine like 'organisme:%' and contenu like '%DOSSIER_RECHERCHE%'`);
  const deposer = async (type: string, un: Envoi, qui = claire): Promise<{ id: string; vue: Vue }> => {
    const { url } = await ouvrirAmina(qui);
    const vue = await qui.envoyer(url, { type, recueLe: '2026-01-05' }, [un]);
    return { id: uuid(vue.url, 'recu='), vue };
  };

  beforeAll(async () => {
    maison = await (await Maison.monter()).ouvrir();
    claire = await seConnecter(maison, 'claire.guichet', 'agent');
    const dossiers = await maison.sql<{ id: string; sujet: string; numero: string }>(
      `select p.dossier_id as id, p.sujet_externe as sujet, d.numero_unique as numero
       from personne p join demande d on d.dossier_id = p.dossier_id where p.sujet_externe is not null`,
    );
    const amina = dossiers.find(({ sujet }) => sujet === 'demo-amina-benali');
    [numero, dossierAmina] = [amina?.numero ?? '', amina?.id ?? ''];
    dossierLouis = dossiers.find(({ sujet }) => sujet === 'demo-louis-martin')?.id ?? '';
  }, 120_000);

  afterAll(() => maison?.fermer());

  it('opens on the search, ready to type', async () => {
    const { url, html } = await claire.get('/guichet');
    expect(url).toBe('/guichet');
    expect(html).toMatch(/<input[^>]*id="nom"[^>]*autofocus/);
    expect(await claire.get('/')).toMatchObject({ status: 200 });
  });

  it.each([
    ['BENALI', '12041989'],
    [' benali ', '12/04/1989'],
    ['Bénali', '1989-04-12'],
  ])('finds %s born on %s', async (nom, repere) => {
    const { status, url, html } = await claire.post('/guichet', { nom, repere });
    expect(status).toBe(200);
    expect(url).toMatch(/^\/guichet\/dossiers\/[0-9a-f-]{36}$/);
    expect(html).toContain('Amina Benali');
    expect(html).toContain('12 avril 1989');
    expect(html).toContain('Des pièces à accès restreint peuvent exister.');
    expect(html).toMatch(/Dossier ouvert jusqu’à <strong>\d\d:\d\d/);
  });

  it('finds by number and name, and writes each search in the chain of the organisme, found or not', async () => {
    const { length: avant } = await recherches();
    expect((await claire.post('/guichet', { nom: 'Benali', repere: numero })).html).toContain('Amina Benali');
    expect((await claire.post('/guichet', { nom: 'Personne', repere: numero })).status).toBe(404);
    expect(await recherches()).toHaveLength(avant + 2);
  });

  it('answers the same to nobody, a wrong name, another territory, a radiation and homonyms, and keeps what was typed', async () => {
    const [ailleurs] = await maison.sql<{ nom: string; naissance: string }>(
      `select p.nom, p.naissance::text from personne p join dossier d on d.id = p.dossier_id
       where d.actif and not d.territoires && (select territoires from organisme where siret = '21590350100017') limit 1`,
    );
    const [radiee] = await maison.sql<{ nom: string; naissance: string }>(
      `select p.nom, p.naissance::text from personne p join dossier d on d.id = p.dossier_id where not d.actif limit 1`,
    );
    await maison.sql(
      `update personne set nom_recherche = 'HOMONYME', naissance = '1970-01-01' where role = 'demandeur' and sujet_externe is null
       and dossier_id in (select id from dossier where actif and territoires @> '{COM:59350}' limit 2)`,
    );
    const essais = [
      ['Inconnue', '01/02/1960'],
      ['Martin', numero],
      [ailleurs?.nom ?? '', ailleurs?.naissance ?? ''],
      [radiee?.nom ?? '', radiee?.naissance ?? ''],
      ['Homonyme', '01/01/1970'],
    ];
    const reponses: string[] = [];
    for (const [nom = '', repere = ''] of essais) {
      const { status, url, html } = await claire.post('/guichet', { nom, repere });
      expect([nom, status, url]).toEqual([nom, 404, '/guichet']);
      expect(html).toContain(`value="${repere}"`);
      reponses.push(/fr-alert--warning[\s\S]*?<\/ul>/.exec(html)?.[0] ?? html);
    }
    expect(new Set(reponses).size).toBe(1);
    expect(reponses[0]).toContain('adressez la personne au guichet');
  });

  it('says what is wrong in a search, field by field', async () => {
    const { status, html } = await claire.post('/guichet', { nom: '', repere: '31/02/1989' });
    expect(status).toBe(422);
    expect(html).toContain('2 points à corriger');
    expect(html).toContain('href="#repere"');
  });

  it('deposits what was scanned, tells what was received, and is ready for the next pièce', async () => {
    const { id, vue } = await deposer('PENSION_RETRAITE_INVALIDITE', pdf('scan 12.pdf', await scanPdf(2)));
    expect(vue.status).toBe(200);
    expect(vue.html).toContain('3. Reçu : Notification de pension');
    expect(vue.html).toContain('scan 12.pdf');
    expect(vue.html).toContain('Papier reçu le 5 janvier 2026');
    expect(vue.html).toMatch(/<select[^>]*id="type"[^>]*autofocus/);
    await enLigne(id);
    expect((await claire.get('/guichet/depots')).html).toMatch(/Notification de pension[\s\S]*En ligne/);
  });

  it('keeps what was typed when a deposit is refused, and says where to correct it', async () => {
    const { url } = await ouvrirAmina();
    const vide = await claire.envoyer(url, { type: 'AVIS_IMPOSITION_N2', recueLe: '2026-01-06' }, []);
    expect(vide.status).toBe(422);
    expect(vide.html).toMatch(/<option value="AVIS_IMPOSITION_N2" selected/);
    expect(vide.html).toContain('value="2026-01-06"');
    expect(vide.html).toContain('href="#fichiers"');
    const futur = await claire.envoyer(url, { type: 'AVIS_IMPOSITION_N2', recueLe: '2199-01-06' }, [
      pdf('a.pdf', await avisImposition()),
    ]);
    expect(futur.html).toContain('href="#recueLe"');
    const gros = await claire.envoyer(url, { type: 'AVIS_IMPOSITION_N2' }, [pdf('g.pdf', Buffer.alloc(25_000_000))]);
    expect(gros.status).toBe(413);
    expect(gros.html).toContain('trop volumineux');
    expect(gros.html).toMatch(/<option value="AVIS_IMPOSITION_N2" selected/);
  });

  it('does not offer a sensitive type without the right, refuses it if asked, and shows none', async () => {
    const { url, html } = await ouvrirAmina();
    expect(html).not.toContain('value="DIVORCE"');
    const force = await claire.envoyer(url, { type: 'DIVORCE' }, [pdf('d.pdf', await scanPdf(1))]);
    expect(force.status).toBe(403);
    expect(force.html).toContain('habilitation aux pièces sensibles');
    expect(await maison.sql(`select id from piece where type = 'DIVORCE'`)).toEqual([]);
  });

  it('refuses a form that is not of this session, before any byte of a file', async () => {
    const { url } = await ouvrirAmina();
    const faux = await claire.envoyer(url, { _csrf: 'faux', type: 'IDENTITE_FR' }, [pdf('x.pdf', await scanPdf(1))]);
    expect(faux.status).toBe(403);
    expect(await maison.sql(`select id from piece where type = 'IDENTITE_FR'`)).toEqual([]);
  });

  it('leads back to the search when the dossier was closed or has expired, and says what was not kept', async () => {
    const { url } = await ouvrirAmina();
    const ferme = await claire.post(`${url}/fin`);
    expect(ferme.url).toBe('/guichet');
    expect(ferme.html).toContain('personne suivante');
    expect((await claire.get(url)).url).toBe('/guichet?fin=close');
    const depot = await claire.envoyer(url, { type: 'IDENTITE_FR' }, [pdf('x.pdf', await scanPdf(1))]);
    expect(depot.url).toBe('/guichet?fin=depot');
    expect(depot.html).toContain('Ce dépôt n’a pas été enregistré');
    const expiree = await poserConsultation(
      maison,
      await agentSeme(maison, 'demo-claire-vasseur'),
      dossierAmina,
      '31 minutes',
    );
    const vue = await claire.get(`/guichet/dossiers/${expiree}`);
    expect(vue.url).toBe('/guichet?fin=expiree');
    expect(vue.html).toContain('au bout de 30 minutes');
    await maison.sql('update consultation set close_le = now() where close_le is null');
  });

  it('shows the consultation of somebody else to nobody, and the desk to nobody without the role', async () => {
    const { url } = await ouvrirAmina();
    const hugo = await seConnecter(maison, 'hugo.guichet', 'agent');
    expect((await hugo.get(url)).status).toBe(404);
    const ines = await seConnecter(maison, 'ines.bailleur', 'agent');
    for (const chemin of ['/guichet', '/guichet/depots', url]) expect((await ines.get(chemin)).status).toBe(404);
  });

  it('puts refusals first in the deposits of the day, and leads to doing them again', async () => {
    const { id } = await deposer('CARTE_ETUDIANT', pdf('abîmé.pdf', Buffer.from('%PDF-1.4 rien')));
    await attendre('refus', async () => (await etatDe(id)) === 'RETIREE');
    const { html } = await claire.get('/guichet/depots');
    expect(html).toMatch(/1\u00A0à reprendre/);
    expect(html.indexOf('Carte d&#39;étudiant')).not.toBe(0);
    expect(html.indexOf('À reprendre</h2>')).toBeLessThan(html.indexOf('Les plus récents'));
    expect(html).toContain('abîmé ou incomplet');
    expect(html).not.toContain('Benali');
    const reprise = await claire.post(`/guichet/depots/${id}/reprise`);
    expect(reprise.html).toContain('Amina Benali');
    expect(reprise.html).toMatch(/<option value="CARTE_ETUDIANT" selected/);
    const refaite = await claire.envoyer(reprise.url, { type: 'CARTE_ETUDIANT' }, [pdf('bon.pdf', await scanPdf(1))]);
    expect(refaite.html).toContain('Refusée, refaite depuis');
    expect((await claire.get('/guichet/depots')).html).not.toContain('À reprendre</h2>');
    const voisin = await seConnecter(maison, 'hugo.guichet', 'agent');
    expect((await voisin.get('/guichet/depots')).html).toContain('Aucune pièce déposée aujourd’hui');
    expect((await voisin.post(`/guichet/depots/${id}/reprise`)).status).toBe(404);
  });

  it('takes a misplaced pièce out for everyone, names its readers, and tells both persons nothing of each other', async () => {
    const { id } = await deposer(
      'BULLETINS_SALAIRE',
      fichier('Louis Martin.png', 'image/png', await bulletinSalaire()),
    );
    await enLigne(id);
    const ines = await maison.comme('ines.bailleur');
    const ouverte = await ines.post('/consultations', { numeroUnique: numero, nom: 'Benali', finalite: 'ATTRIBUTION' });
    expect((await ines.get(`/pieces/${id}/pages/1/apercu`)).status).toBe(200);
    expect((await ines.get(`/consultations/${ouverte.body.id}/dossier.pdf`)).status).toBe(200);

    const hugo = await seConnecter(maison, 'hugo.guichet', 'agent');
    expect((await hugo.get(`/guichet/pieces/${id}/mal-classee`)).status).toBe(404);
    expect((await hugo.post(`/guichet/pieces/${id}/mal-classee`, { inconnu: 'oui' })).status).toBe(404);

    const avant = await claire.get(`/guichet/pieces/${id}/mal-classee`);
    expect(avant.html).toMatch(/Habitat des Flandres[^<]*, agent A-[0-9A-F]{6}/);
    expect(avant.html).toContain('lue à l’écran');
    expect(avant.html).toContain('emportée dans le PDF du dossier');
    expect(avant.html).not.toContain('Benali');
    for (const [corps, dit] of [
      [{}, 'points à corriger'],
      [{ nom: 'Inconnu', repere: '01/01/1901' }, 'Aucun dossier accessible'],
      [{ nom: 'Benali', repere: numero }, 'C’est le dossier où se trouve déjà'],
    ] as const) {
      const refus = await claire.post(`/guichet/pieces/${id}/mal-classee`, corps);
      expect([dit, refus.status]).toEqual([dit, 422]);
      expect(refus.html).toContain(dit);
    }
    expect(await etatDe(id)).toBe('EN_LIGNE');

    const apres = await claire.post(`/guichet/pieces/${id}/mal-classee`, { nom: 'Martin', repere: '30/11/1975' });
    expect(apres.url).toBe('/guichet/depots');
    expect(apres.html).toContain('Retirée : mauvais dossier');
    expect((await ines.get(`/pieces/${id}/pages/1/apercu`)).status).toBe(404);
    const amina = await maison.comme('amina');
    expect((await amina.get(`/pieces/${id}/pages/1/apercu`)).status).toBe(404);
    expect((await amina.get(`/pieces/${id}`)).body).toMatchObject({
      etat: 'RETIREE',
      motif: { code: 'piece.mal_classee' },
      fichiers: [{ nom: 'fichier retiré' }],
    });
    await attendre('objets détruits', async () => {
      const restants = await maison.sql(
        `select id from objet where etat <> 'DETRUIT' and (fichier_id in (select id from fichier where piece_id = $1)
           or id in (select objet_id from restitution where $1 = any (pieces)))`,
        [id],
      );
      return restants.length === 0;
    });

    const messages = await maison.sql<{ dossier: string; objet: string; texte: string }>(
      `select dossier_id as dossier, objet, texte from message where texte like '%par erreur%'`,
    );
    const aAmina = messages.find(({ dossier }) => dossier === dossierAmina);
    const aLouis = messages.find(({ dossier }) => dossier === dossierLouis);
    expect(messages).toHaveLength(2);
    expect(aAmina?.texte).not.toMatch(/Martin|Louis|salaire/);
    expect(aLouis?.texte).toContain('Habitat des Flandres');
    expect(aLouis?.texte).not.toMatch(/Benali|Amina/);
    const phrases = async (qui: string, dossier: string) =>
      JSON.stringify((await (await maison.comme(qui)).get(`/dossiers/${dossier}/journal`)).body);
    expect(await phrases('amina', dossierAmina)).toMatch(
      /rangée par erreur dans votre dossier \(lue entre-temps par Habitat/,
    );
    expect(await phrases('louis', dossierLouis)).toMatch(
      /rangée par erreur dans un autre dossier \(lue entre-temps par Hab/,
    );
    expect((await claire.get(`/guichet/pieces/${id}/mal-classee`)).status).toBe(404);
    expect((await maison.cli('journal', 'verify')).code).toBe(0);
  });

  it('takes out a pièce that is still being checked, whose owner nobody knows; the same bytes may then go elsewhere', async () => {
    await maison.worker.arreter();
    const { id } = await deposer('IDENTITE_FR', fichier('carte.jpg', 'image/jpeg', await carteIdentiteRecto()));
    const vue = await claire.post(`/guichet/pieces/${id}/mal-classee`, { inconnu: 'oui' });
    expect(vue.url).toBe('/guichet/depots');
    maison.worker.demarrer();
    await attendre('objets détruits', async () => {
      const etats = await maison.sql<{ etat: string }>(
        'select etat from objet where fichier_id in (select id from fichier where piece_id = $1)',
        [id],
      );
      return etats.every(({ etat }) => etat === 'DETRUIT');
    });
    expect(await etatDe(id)).toBe('RETIREE');
    const encore = await deposer('IDENTITE_FR', fichier('carte.jpg', 'image/jpeg', await carteIdentiteRecto()));
    await enLigne(encore.id);
  });

  it('tells the same form sent twice as done once, and an older pièce of the same bytes as already there', async () => {
    const { url } = await ouvrirAmina();
    const envoi = [pdf('bail.pdf', await scanPdf(1))];
    const [un, deux] = [
      await claire.envoyer(url, { type: 'BAIL_QUITTANCE' }, envoi),
      await claire.envoyer(url, { type: 'BAIL_QUITTANCE' }, envoi),
    ];
    expect(deux.url).toBe(un.url);
    const autre = await claire.envoyer(url, { type: 'CARTE_ETUDIANT' }, envoi);
    expect(autre.status).toBe(409);
    expect(autre.html).toContain('déjà dans le dossier');
  });

  it('the database itself takes a pièce out only for the desk that put it there, and finds only in its territory', async () => {
    const web = await Session.ouvrir(maison, 'web');
    const clef = await agentSeme(maison, 'demo-claire-vasseur');
    const autres: AgentSeme[] = [];
    for (const sub of ['demo-hugo-lefebvre', 'demo-ines-carpentier', 'demo-sarah-morel'])
      autres.push(await agentSeme(maison, sub));
    const horsTerritoire = autres[2]?.sujet ?? null;
    const piece = await poserPiece(maison, { dossier: dossierAmina, agent: clef });
    const sensible = await poserPiece(maison, {
      dossier: dossierAmina,
      type: 'DIVORCE',
      sensible: true,
      agent: clef,
    });
    const deLaPersonne = await poserPiece(maison, { dossier: dossierAmina });
    const retirer = async (sujet: Sujet, id: string) =>
      (await web.lire(sujet, 'select piece_retirer_mal_classee($1) as dossier', [id]))[0]?.['dossier'];
    const amina: Sujet = { type: 'demandeur', id: 'demo-amina-benali' };
    for (const sujet of [null, amina, ...autres.map((autre) => autre.sujet)]) {
      expect(await retirer(sujet, piece.id)).toBeNull();
      expect(await web.lire(sujet, 'select * from piece_lecteurs($1)', [piece.id])).toEqual([]);
    }
    expect(await retirer(clef.sujet, sensible.id)).toBeNull();
    expect(await retirer(clef.sujet, deLaPersonne.id)).toBeNull();
    expect(await retirer(clef.sujet, piece.id)).toBe(dossierAmina);
    await maison.sql(`update habilitation set fin = now() where agent_id = $1`, [clef.id]);
    expect(await retirer(clef.sujet, piece.id)).toBeNull();
    await maison.sql(`update habilitation set fin = null where agent_id = $1`, [clef.id]);
    const trouver = async (sujet: Sujet) =>
      (await web.lire(sujet, `select dossier_par_naissance('BENALI', '1989-04-12') as id`))[0]?.['id'];
    expect(await trouver(clef.sujet)).toBe(dossierAmina);
    for (const sujet of [null, amina, horsTerritoire]) expect(await trouver(sujet)).toBeNull();
    await web.fermer();
  });

  it('finds a person and lists the day by index, under row-level security', async () => {
    const agent = await agentSeme(maison, 'demo-claire-vasseur');
    const web = await Session.ouvrir(maison, 'web');
    const journee = await web.en(agent.sujet, async (requete) => {
      await requete('set local enable_seqscan = off');
      return requete(
        `explain select id from piece p where organisme_id = $1
           and deposee_le >= date_trunc('day', now() at time zone 'Europe/Paris') at time zone 'Europe/Paris'
         order by deposee_le desc, id desc limit 51`,
        [agent.organisme],
      );
    });
    await web.fermer();
    expect(JSON.stringify(journee)).toContain('piece_organisme');
    await maison.sql('set enable_seqscan = off');
    const personne = await maison.sql(
      `explain select id from personne where role = 'demandeur' and nom_recherche = 'X' and naissance = '1980-01-01'`,
    );
    await maison.sql('set enable_seqscan = on');
    expect(JSON.stringify(personne)).toContain('personne_naissance');
  });
});
