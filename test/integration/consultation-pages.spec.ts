import { avisImposition, carteIdentiteRecto } from '../../docker/demonstration/documents.mjs';
import type { Client, Upload } from '../../docker/demonstration/client.mjs';
import { attendre, Maison } from '../support/maison.js';
import { liensDe, type Navigateur, seConnecter, texteDe, type Vue } from '../support/navigation.js';
import { agentSeme, poserConsultation, poserPiece } from '../support/session.js';

const MENTION = 'Des pièces à accès restreint peuvent exister.';
const REFUS = 'Aucun dossier accessible ne correspond';
const DOSSIER = /^\/consultation\/[0-9a-f-]{36}$/;

describe('the bailleur opens a dossier, reads it, takes it away and closes it, without JavaScript', () => {
  let maison: Maison;
  let amina: Client;
  let ines: Navigateur;
  let dossier: { id: string; numeroUnique: string };

  const ouvrir = (qui: Navigateur, champs: Record<string, string> = {}): Promise<Vue> =>
    qui.post('/consultation', {
      numeroUnique: dossier.numeroUnique,
      nom: 'Benali',
      finalite: 'ATTRIBUTION',
      ...champs,
    });
  const deposer = async (type: string, fichier: Upload): Promise<string> => {
    const { body } = await amina.deposit(dossier.id, { type }, [fichier]);
    await attendre(`${type} en ligne`, async () => (await amina.get(`/pieces/${body.id}`)).body.etat === 'EN_LIGNE');
    return body.id;
  };
  const exports = async (): Promise<number> =>
    (
      await maison.sql(`select 1 from journal where chaine = $1 and contenu like '%DOSSIER_EXPORTE%'`, [
        `dossier:${dossier.id}`,
      ])
    ).length;

  beforeAll(async () => {
    maison = await (await Maison.monter()).ouvrir();
    amina = await maison.comme('amina');
    [dossier] = (await amina.get('/dossiers')).body;
    await deposer('IDENTITE_FR', { name: 'carte.jpg', type: 'image/jpeg', bytes: await carteIdentiteRecto() });
    ines = await seConnecter(maison, 'ines.bailleur', 'agent');
  }, 120_000);

  afterAll(() => maison?.fermer());

  it('the form says what to correct, keeping what was typed', async () => {
    const { status, html } = await ines.post('/consultation', { numeroUnique: '123', nom: 'Benali' });
    expect(status).toBe(422);
    expect(texteDe(html)).toContain('2 points à corriger');
    expect(html).toContain('value="Benali"');
    expect(html).toMatch(/id="erreurs"[^>]*autofocus/);
  });

  it('the dossier shows household, demande, pièces and what is missing', async () => {
    const { status, url, html } = await ouvrir(ines);
    expect([status, url]).toEqual([200, expect.stringMatching(DOSSIER)]);
    const texte = texteDe(html);
    for (const dit of [
      'Dossier de Amina Benali',
      '12 avril 1989',
      'Lille, Tourcoing',
      "Pièce d'identité française",
      'Vérifiée le',
      'Avis d’imposition sur les revenus de l’avant-dernière année',
      'Elle sera complétée',
      MENTION,
      'Se referme à',
    ])
      expect(texte).toContain(dit);
  });

  it('a pièce opens page after page, and the ones around it are one link away', async () => {
    await deposer('AVIS_IMPOSITION_N2', { name: 'avis.pdf', type: 'application/pdf', bytes: await avisImposition() });
    const { url, html } = await ouvrir(ines);
    expect(texteDe(html)).toContain('Les pièces demandées à tous les ménages sont là');
    const pieces = liensDe(html).filter((lien) => lien.startsWith(`${url}/pieces/`));
    expect(pieces).toHaveLength(2);
    const avis = await ines.get(pieces[1] ?? '');
    expect(texteDe(avis.html)).toContain("Précédente : Pièce d'identité");
    const images = [...avis.html.matchAll(/<img[^>]*src="([^"]+)"/g)].map(([, src = '']) => src);
    expect(images).toHaveLength(3);
    const image = await ines.get(images[2] ?? '');
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  });

  it('the whole dossier leaves as one PDF, and what is asked twice at once is made and told once', async () => {
    const { url } = await ouvrir(ines);
    const avant = await exports();
    const envois = await Promise.all([ines.post(`${url}/restitutions`), ines.post(`${url}/restitutions`)]);
    for (const { status, octets } of envois) {
      expect(status).toBe(200);
      expect(octets.subarray(0, 5).toString()).toBe('%PDF-');
    }
    expect((await exports()) - avant).toBe(1);
  });

  it('while it is made, a page waits by itself and leads back', async () => {
    await maison.worker.arreter();
    const { url } = await ouvrir(ines);
    const attente = await ines.post(`${url}/restitutions`);
    expect(attente.url).toMatch(/\/restitutions\/[0-9a-f-]{36}$/);
    expect(texteDe(attente.html)).toContain('Le PDF se prépare');
    expect(attente.headers.get('refresh')).toMatch(/^\d+$/);
    expect(liensDe(attente.html)).toContain(url);
    maison.worker.demarrer();
    const prete = await attendre('PDF prêt', async () => {
      const vue = await ines.get(attente.url);
      return vue.headers.get('refresh') === null && vue;
    });
    const pdf = await ines.get(`${attente.url}/dossier.pdf`);
    expect(texteDe(prete.html)).toContain('Le PDF est prêt');
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
  });

  it('closed, it leads to the form, which says so; and so does one that expired or belongs to somebody else', async () => {
    const { url } = await ouvrir(ines);
    const fin = await ines.post(`${url}/fin`);
    expect(texteDe(fin.html)).toContain('Le dossier est refermé.');
    const agent = await agentSeme(maison, 'demo-ines-carpentier');
    const autre = await agentSeme(maison, 'demo-paul-dumont');
    const expiree = await poserConsultation(maison, agent, dossier.id, '31 minutes');
    const dAutrui = await poserConsultation(maison, autre, dossier.id);
    const inconnue = '/consultation/00000000-0000-4000-8000-000000000000';
    const [reference, ...vues] = await Promise.all(
      [url, `/consultation/${expiree}`, `/consultation/${dAutrui}`, inconnue, '/consultation/x'].map((adresse) =>
        ines.get(adresse),
      ),
    );
    expect(reference?.url).toBe('/consultation?finie=1');
    expect(texteDe(reference?.html ?? '')).toContain('Ce dossier n’est plus ouvert');
    for (const { html } of vues) expect(html).toBe(reference?.html);
    expect((await ines.post(`/consultation/${dAutrui}/restitutions`)).url).toBe('/consultation?finie=1');
    expect((await ines.post(`/consultation/${dAutrui}/fin`)).url).toBe('/consultation?finie=1');
  });

  it('out of territory, unknown, or with another name: one answer', async () => {
    const sarah = await seConnecter(maison, 'sarah.idf', 'agent');
    await sarah.get('/consultation');
    const inconnu = dossier.numeroUnique.replace(/^(.{7}).{6}/, '$1999999');
    const vues = await Promise.all([
      ouvrir(sarah),
      ouvrir(sarah, { numeroUnique: inconnu }),
      ouvrir(sarah, { nom: 'Martin' }),
    ]);
    for (const { status, html } of vues) {
      expect(status).toBe(404);
      expect(texteDe(html)).toContain(REFUS);
    }
    const lisse = ({ html }: Vue): string =>
      html.replaceAll(inconnu, dossier.numeroUnique).replaceAll('Martin', 'Benali');
    expect(new Set(vues.map(lisse)).size).toBe(1);
  });

  it('a sensitive pièce changes not one byte of the page without the right, and shows with it', async () => {
    const paul = await seConnecter(maison, 'paul.sensible', 'agent');
    await paul.get('/consultation');
    const { url } = await ouvrir(ines);
    const avant = await ines.get(url);
    const { id } = await poserPiece(maison, { dossier: dossier.id, sensible: true, type: 'PROTECTION_JURIDIQUE' });
    const apres = await ines.get(url);
    expect(apres.html).toBe(avant.html);
    expect((await ines.get(`${url}/pieces/${id}`)).status).toBe(404);
    const { html } = await ouvrir(paul);
    expect(texteDe(html)).toContain('Jugement de tutelle ou de curatelle');
    expect(texteDe(html)).toContain(MENTION);
  });

  it('a form of another session is refused, and a demandeur finds nothing there', async () => {
    expect((await ines.post('/consultation', { _csrf: 'faux' })).status).toBe(403);
    const personne = await seConnecter(maison, 'amina');
    expect((await personne.get('/consultation')).status).toBe(404);
  });
});
