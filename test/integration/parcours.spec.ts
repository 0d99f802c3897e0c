import { PDFDocument } from 'pdf-lib';
import {
  avisImposition,
  bulletinSalaire,
  carteIdentiteRecto,
  carteIdentiteVerso,
  scanPdf,
} from '../../docker/demonstration/documents.mjs';
import type { Client, Upload } from '../../docker/demonstration/client.mjs';
import { attendre, Maison } from '../support/maison.js';

const envoi = (name: string, type: string, bytes: Uint8Array): Upload => ({ name, type, bytes });

const enLigne = (qui: Client, id: string) =>
  attendre('pièce vérifiée', async () => {
    const { body } = await qui.get(`/pieces/${id}`);
    return body.etat !== 'EN_PREPARATION' && body;
  });

describe('a pièce goes from the person to the PDF of the bailleur', () => {
  let maison: Maison;
  let amina: Client;
  let dossier: { id: string; numeroUnique: string };

  beforeAll(async () => {
    maison = await (await Maison.monter()).ouvrir();
    amina = await maison.comme('amina');
    const { body } = await amina.get('/dossiers');
    [dossier] = body;
  }, 120_000);

  afterAll(() => maison?.fermer());

  it('the person deposits both sides of a card as one pièce of two pages', async () => {
    const { status, body } = await amina.deposit(dossier.id, { type: 'IDENTITE_FR' }, [
      envoi('recto.jpg', 'image/jpeg', await carteIdentiteRecto()),
      envoi('verso.jpg', 'image/jpeg', await carteIdentiteVerso()),
    ]);
    expect(status).toBe(202);
    expect(body).toMatchObject({
      etat: 'EN_PREPARATION',
      deposant: 'demandeur',
      fichiers: [{ nom: 'recto.jpg' }, { nom: 'verso.jpg' }],
    });
    const piece = await enLigne(amina, body.id);
    expect(piece).toMatchObject({
      etat: 'EN_LIGNE',
      pages: 2,
      fichiers: [
        { etat: 'PRET', rang: 1 },
        { etat: 'PRET', rang: 2 },
      ],
    });
    const apercu = await amina.get(`/pieces/${body.id}/pages/2/apercu`);
    expect(apercu.status).toBe(200);
    expect(apercu.headers.get('content-type')).toMatch(/^image\//);
    expect((await amina.get(`/pieces/${body.id}/pages/3/apercu`)).status).toBe(404);
  });

  it('a PDF of several pages and a PNG go online', async () => {
    const avis = await amina.deposit(dossier.id, { type: 'AVIS_IMPOSITION_N2' }, [
      envoi('avis.pdf', 'application/pdf', await avisImposition()),
    ]);
    const bulletin = await amina.deposit(dossier.id, { type: 'BULLETINS_SALAIRE' }, [
      envoi('bulletin.png', 'image/png', await bulletinSalaire()),
    ]);
    expect((await enLigne(amina, avis.body.id)).pages).toBe(3);
    expect((await enLigne(amina, bulletin.body.id)).etat).toBe('EN_LIGNE');
  });

  it('the guichet of a wanted commune scans for her, and the pièce says who received it and when', async () => {
    const claire = await maison.comme('claire.guichet');
    const ouverte = await claire.post('/consultations', {
      numeroUnique: dossier.numeroUnique,
      nom: 'bénali',
      finalite: 'INSTRUCTION',
    });
    expect(ouverte.status).toBe(201);
    const [personne] = ouverte.body.dossier.personnes;
    const { status, body } = await claire.deposit(
      dossier.id,
      { type: 'PENSION_RETRAITE_INVALIDITE', personnes: personne.id, recueLe: '2026-11-20' },
      [envoi('scan.pdf', 'application/pdf', await scanPdf(2))],
    );
    expect(status).toBe(202);
    expect(await enLigne(claire, body.id)).toMatchObject({
      deposant: 'agent',
      organisme: 'Ville de Lille (démonstration)',
      recueLe: '2026-11-20',
      personnes: [personne.id],
    });
  });

  it('the bailleur of the territory takes the file away as one PDF with a bookmark a pièce', async () => {
    const ines = await maison.comme('ines.bailleur');
    const { body } = await ines.post('/consultations', {
      numeroUnique: dossier.numeroUnique,
      nom: 'Benali',
      finalite: 'ATTRIBUTION',
    });
    expect(body.dossier.mention).toBe('Des pièces à accès restreint peuvent exister.');
    expect(body.dossier.pieces.map(({ type }: { type: string }) => type)).toEqual([
      'IDENTITE_FR',
      'AVIS_IMPOSITION_N2',
      'BULLETINS_SALAIRE',
      'PENSION_RETRAITE_INVALIDITE',
    ]);
    expect(body.dossier.pieces[0].fichiers[0].nom).toBeNull();
    const reponse = await ines.get(`/consultations/${body.id}/dossier.pdf`);
    expect(reponse.status).toBe(200);
    expect(reponse.headers.get('content-type')).toBe('application/pdf');
    const pdf = await PDFDocument.load(reponse.body);
    expect(pdf.getPageCount()).toBe(1 + 2 + 3 + 1 + 2);
  });

  it('she reads all of it in her journal, and the chain verifies', async () => {
    const { body } = await amina.get(`/dossiers/${dossier.id}/journal`);
    const actes = body.map(({ acte }: { acte: string }) => acte).toReversed();
    expect(actes.filter((acte: string) => acte === 'PIECE_DEPOSEE')).toHaveLength(4);
    expect(actes.slice(-2)).toEqual(['CONSULTATION_OUVERTE', 'DOSSIER_EXPORTE']);
    expect(body[0]).toMatchObject({
      organisme: 'Habitat des Flandres (démonstration)',
      agent: expect.stringMatching(/^A-[0-9A-F]{6}$/),
      finalite: 'attribution d’un logement',
    });
    const verification = await maison.cli('journal', 'verify');
    expect(verification).toMatchObject({ code: 0, sortie: expect.stringContaining('0 anomalie') });
  });
});
