import {
  avisImposition,
  bulletinSalaire,
  carteIdentiteRecto,
  carteIdentiteVerso,
  pdfTronque,
} from '../../docker/demonstration/documents.mjs';
import { attendre, Maison } from '../support/maison.js';
import { type Envoi, liensDe, type Navigateur, seConnecter, texteDe } from '../support/navigation.js';

const envoi = (name: string, type: string, bytes: Uint8Array): Envoi => ({ name, type, bytes });
const ID = '[0-9a-f-]{36}';

describe('a demandeur does everything in a browser without JavaScript', () => {
  let maison: Maison;
  let amina: Navigateur;

  beforeAll(async () => {
    maison = await (await Maison.monter()).ouvrir();
    amina = await seConnecter(maison, 'amina');
  }, 120_000);

  afterAll(() => maison?.fermer());

  const pieces = async (etat?: string): Promise<string[]> => {
    const { html } = await amina.get('/dossier');
    return [...html.matchAll(new RegExp(`id="piece-(${ID})" data-etat="(\\w+)"`, 'g'))]
      .filter(([, , vu]) => !etat || vu === etat)
      .map(([, id = '']) => id);
  };
  const calme = () => attendre('tout vérifié', async () => (await pieces('EN_PREPARATION')).length === 0);
  const deposer = async (type: string, ...fichiers: Envoi[]) => {
    await amina.get('/dossier/depot');
    return amina.envoyer('/dossier/depot', { type }, fichiers);
  };

  it('an empty dossier says where to begin, an empty journal and an empty box say what will come', async () => {
    const dossier = texteDe((await amina.get('/dossier')).html);
    expect(dossier).toContain('Votre dossier est encore vide');
    expect(dossier).toContain('Commencez par votre pièce d’identité');
    expect(texteDe((await amina.get('/dossier/journal')).html)).toContain('Aucun organisme n’a encore ouvert');
    expect(texteDe((await amina.get('/messages')).html)).toContain('Vous n’avez pas de message');
  });

  it('the form says its limits, and shows again what was typed with a summary of what to correct', async () => {
    const formulaire = await amina.get('/dossier/depot');
    expect(texteDe(formulaire.html)).toMatch(/10 fichiers au plus, 20 Mo chacun/);
    const vide = await amina.envoyer('/dossier/depot', { type: 'PACS' }, []);
    expect(vide.status).toBe(422);
    expect(vide.html).toContain('id="erreurs"');
    expect(liensDe(vide.html)).toContain('#fichiers');
    expect(vide.html).toMatch(/<option value="PACS" selected/);
    const sansType = await amina.envoyer('/dossier/depot', { type: '' }, [
      envoi('a.pdf', 'application/pdf', Buffer.from('%PDF-1.4')),
    ]);
    expect(sansType.status).toBe(400);
    expect(liensDe(sansType.html)).toContain('#type');
    expect(await pieces()).toEqual([]);
  });

  it('a form of another site, or without our token, is refused before anything is kept', async () => {
    const fichier = envoi('a.pdf', 'application/pdf', await avisImposition());
    expect((await amina.envoyer('/dossier/depot', { _csrf: 'faux', type: 'PACS' }, [fichier])).status).toBe(403);
    const { status } = await amina.envoyer('/dossier/depot', { type: 'PACS' }, [fichier], {
      origin: 'https://ailleurs.example',
    });
    expect(status).toBe(403);
    expect(await pieces()).toEqual([]);
  });

  it('she deposits both sides of a card; told at once, verified soon, receipt in her box', async () => {
    const fait = await deposer(
      'IDENTITE_FR',
      envoi('recto.jpg', 'image/jpeg', await carteIdentiteRecto()),
      envoi('verso.jpg', 'image/jpeg', await carteIdentiteVerso()),
    );
    expect(fait).toMatchObject({ status: 200, url: '/dossier' });
    expect(texteDe(fait.html)).toContain('Votre pièce est bien arrivée');
    await calme();
    const [id] = await pieces('EN_LIGNE');
    const { html } = await amina.get(`/pieces/${id}`);
    expect(html).toContain('alt="Page 2 sur 2 — ');
    expect(texteDe(html)).toContain('Personne d’autre que vous n’a ouvert cette pièce');
    for (const [adresse, type] of [
      [`/pieces/${id}/vignettes/1`, 'image/jpeg'],
      [`/pieces/${id}/pages/2`, 'image/jpeg'],
      [`/pieces/${id}/pdf/1`, 'application/pdf'],
      [`/pieces/${id}/original/1`, 'image/jpeg'],
    ] as const) {
      const image = await amina.get(adresse);
      expect([adresse, image.status, image.headers.get('content-type')]).toEqual([adresse, 200, type]);
      expect(image.headers.get('cache-control')).toContain('no-store');
    }
    expect((await amina.get(`/pieces/${id}/original/1`)).octets.equals(await carteIdentiteRecto())).toBe(true);
    const boite = await amina.get('/messages');
    expect(texteDe(boite.html)).toContain('Non lu');
    const message = liensDe(boite.html).find((lien) => lien.startsWith('/messages/')) ?? '';
    expect(texteDe((await amina.get(message)).html)).toMatch(
      /Nous avons bien reçu cette pièce le .* Amina Benali Nombre de fichiers : 2 Déposée par : vous-même/,
    );
    expect(texteDe((await amina.get('/messages')).html)).not.toContain('Non lu');
  });

  it('the same form sent twice, at once or later, doubles nothing and is told as done', async () => {
    const bulletin = envoi('bulletin.png', 'image/png', await bulletinSalaire());
    const deux = await Promise.all([deposer('BULLETINS_SALAIRE', bulletin), deposer('BULLETINS_SALAIRE', bulletin)]);
    expect(deux.map(({ status, url }) => [status, url])).toEqual([
      [200, '/dossier'],
      [200, '/dossier'],
    ]);
    await calme();
    const encore = await deposer('BULLETINS_SALAIRE', bulletin);
    expect(texteDe(encore.html)).toContain('déjà dans votre dossier');
    expect(await pieces()).toHaveLength(2);
    const melange = await deposer('PACS', bulletin, envoi('autre.pdf', 'application/pdf', await avisImposition()));
    expect(melange.status).toBe(409);
    expect(texteDe(melange.html)).toContain(
      '« bulletin.png » est déjà dans le dossier, et rien de cet envoi n’a été gardé',
    );
    expect(await pieces()).toHaveLength(2);
  });

  it('the island is answered in JSON on the same address', async () => {
    const bulletin = envoi('bulletin.png', 'image/png', await bulletinSalaire());
    await amina.get('/dossier/depot');
    const json = { accept: 'application/json' };
    const deja = await amina.envoyer('/dossier/depot', { type: 'BULLETINS_SALAIRE' }, [bulletin], json);
    expect([deja.status, JSON.parse(deja.html)]).toEqual([201, { suite: '/dossier' }]);
    const refus = await amina.envoyer('/dossier/depot', { type: 'PACS' }, [], json);
    expect([refus.status, JSON.parse(refus.html).code]).toEqual([422, 'fichier.manquant']);
  });

  it('a refused pièce says why, and leads back to the form with its type chosen', async () => {
    await deposer('MARIAGE', envoi('abime.pdf', 'application/pdf', await pdfTronque()));
    await calme();
    const { html } = await amina.get('/dossier');
    expect(texteDe(html)).toContain('1 pièce à refaire');
    const refaire = liensDe(html).find((lien) => lien.startsWith('/dossier/depot?piece=')) ?? '';
    expect((await amina.get(refaire)).html).toMatch(/<option value="MARIAGE" selected/);
    expect(texteDe((await amina.get('/messages')).html)).toContain('À refaire : Justificatif de mariage');
  });

  it('the live state tells what is there and ends by itself', async () => {
    const flux = await amina.get('/dossier/evenements', { accept: 'text/event-stream' });
    expect(flux.headers.get('content-type')).toContain('text/event-stream');
    expect(flux.html).toMatch(/event: etats\ndata: \[.*"etat":"EN_LIGNE".*\]\n\nevent: fin\n/s);
  });

  it('a pièce nobody read is withdrawn after a confirmation, and its objects are destroyed', async () => {
    await deposer('PACS', envoi('pacs.pdf', 'application/pdf', await avisImposition()));
    await calme();
    const [id = ''] = (
      await maison.sql<{ id: string }>(`select id from piece where type = 'PACS' and etat = 'EN_LIGNE'`)
    ).map((ligne) => ligne.id);
    expect(texteDe((await amina.get(`/pieces/${id}/retirer`)).html)).toContain('ne pourront pas être récupérés');
    expect((await amina.post(`/pieces/${id}/retirer`, { _csrf: 'faux' })).status).toBe(403);
    await amina.get(`/pieces/${id}/retirer`);
    const retrait = await amina.post(`/pieces/${id}/retirer`);
    expect(retrait).toMatchObject({ status: 200, url: '/dossier' });
    expect(texteDe(retrait.html)).toContain('La pièce est retirée');
    expect((await amina.post(`/pieces/${id}/retirer`)).status).toBe(200);
    expect((await amina.get(`/pieces/${id}/pages/1`)).status).toBe(404);
    await attendre('objets détruits', async () => {
      const reste = await maison.sql(
        `select from objet where etat <> 'DETRUIT' and fichier_id in (select id from fichier where piece_id = $1)`,
        [id],
      );
      return reste.length === 0;
    });
    expect(await maison.sql(`select from journal where contenu like '%PIECE_RETIREE%'`)).toHaveLength(1);
  });

  it('once read by a bailleur it can only be replaced, and the old one stays in her history', async () => {
    const [{ id, numero } = { id: '', numero: '' }] = await maison.sql<{ id: string; numero: string }>(
      `select p.id, d.numero_unique as numero from piece p join demande d on d.dossier_id = p.dossier_id
       where p.type = 'IDENTITE_FR' and p.etat = 'EN_LIGNE' and exists (
         select from personne where dossier_id = p.dossier_id and sujet_externe = 'demo-amina-benali')`,
    );
    const ines = await maison.comme('ines.bailleur');
    await ines.post('/consultations', { numeroUnique: numero, nom: 'Benali', finalite: 'ATTRIBUTION' });
    expect((await ines.get(`/pieces/${id}/pages/1/apercu`)).status).toBe(200);
    expect(texteDe((await amina.get(`/pieces/${id}`)).html)).toMatch(
      /Habitat des Flandres .*attribution des logements.*agent A-[0-9A-F]{6}/,
    );
    expect(texteDe((await amina.get(`/pieces/${id}/retirer`)).html)).toContain('Cette pièce a déjà été lue');
    expect((await amina.post(`/pieces/${id}/retirer`)).status).toBe(409);
    const formulaire = await amina.get(`/dossier/depot?piece=${id}`);
    expect(texteDe(formulaire.html)).toContain('Remplacer une pièce');
    expect(formulaire.html).toContain('name="type" value="IDENTITE_FR"');
    const nouvelle = envoi(
      'passeport.pdf',
      'application/pdf',
      await avisImposition().then((pdf) => Buffer.concat([pdf, Buffer.from('\n')])),
    );
    await amina.envoyer('/dossier/depot', { type: 'IDENTITE_FR', remplace: id, piece: id }, [nouvelle]);
    await calme();
    expect(await pieces('REMPLACEE')).toEqual([id]);
    const ancienne = await amina.get(`/pieces/${id}`);
    expect(texteDe(ancienne.html)).toContain('Voir la pièce qui l’a remplacée');
    const encore = await amina.envoyer('/dossier/depot', { type: 'IDENTITE_FR', remplace: id }, [
      envoi('x.png', 'image/png', Buffer.concat([await bulletinSalaire(), Buffer.from('x')])),
    ]);
    expect([encore.status, texteDe(encore.html)]).toEqual([409, expect.stringContaining('ne peut pas être remplacée')]);
  });

  it('the journal tells it in plain French, and the chain verifies', async () => {
    const texte = texteDe((await amina.get('/dossier/journal')).html);
    expect(texte).toMatch(
      /Un agent de Habitat des Flandres \(démonstration\) a ouvert le dossier \(motif : attribution d’un logement\)/,
    );
    expect(texte).toMatch(/Agent A-[0-9A-F]{6}, attribution des logements/);
    expect(texte).toContain('Vous avez retiré une pièce');
    expect(texte).toContain('Une pièce a été remplacée');
    expect(texte).toContain('pseudonyme');
    expect(await maison.cli('journal', 'verify')).toMatchObject({ code: 0 });
  });

  it('she sees her dossier as a bailleur does: no file name, nothing sensitive, the fixed sentence', async () => {
    await deposer(
      'GROSSESSE',
      envoi('secret-grossesse.png', 'image/png', Buffer.concat([await bulletinSalaire(), Buffer.from('g')])),
    );
    await calme();
    expect(texteDe((await amina.get('/dossier')).html)).toContain('Certificat de grossesse');
    const vue = texteDe((await amina.get('/dossier/comme-un-bailleur')).html);
    expect(vue).toContain('Des pièces à accès restreint peuvent exister.');
    expect(vue).toContain('Bulletins de salaire');
    expect(vue).not.toMatch(/grossesse|passeport\.pdf|recto\.jpg|mariage/i);
  });

  it('another demandeur finds none of it, and an agent has no such pages', async () => {
    const louis = await seConnecter(maison, 'louis');
    const [id = ''] = await pieces();
    const [{ id: message } = { id: '' }] = await maison.sql<{ id: string }>('select id from message limit 1');
    for (const adresse of [
      `/pieces/${id}`,
      `/pieces/${id}/retirer`,
      `/pieces/${id}/pages/1`,
      `/pieces/${id}/vignettes/1`,
      `/pieces/${id}/pdf/1`,
      `/dossier/depot?piece=${id}`,
      `/messages/${message}`,
    ])
      expect([adresse, (await louis.get(adresse)).status]).toEqual([adresse, 404]);
    await louis.get('/dossier');
    expect((await louis.post(`/pieces/${id}/retirer`)).status).toBe(404);
    const claire = await seConnecter(maison, 'claire.guichet', 'agent');
    for (const adresse of ['/dossier', '/dossier/depot', '/dossier/journal', '/messages', `/pieces/${id}`])
      expect([adresse, (await claire.get(adresse)).status]).toEqual([adresse, 404]);
  });

  it('a session that ended in the middle of a deposit says so, keeps nothing, and comes back to the form', async () => {
    const avant = (await pieces()).length;
    const jeton = (await amina.get('/dossier/depot')).html && amina.csrf;
    amina.oublier();
    const perdu = await amina.envoyer('/dossier/depot', { _csrf: jeton, type: 'PACS' }, [
      envoi('perdu.pdf', 'application/pdf', await avisImposition()),
    ]);
    expect(perdu.url).toMatch(/^\/connexion\?/);
    expect(texteDe(perdu.html)).toContain('n’a pas été gardé');
    expect(liensDe(perdu.html)).toContain('/connexion/demandeur?retour=%2Fdossier%2Fdepot');
    const json = await amina.envoyer('/dossier/depot', { type: 'PACS' }, [], { accept: 'application/json' });
    expect([json.status, JSON.parse(json.html).code]).toEqual([401, 'connexion.requise']);
    amina = await seConnecter(maison, 'amina');
    expect(await pieces()).toHaveLength(avant);
  });
});
