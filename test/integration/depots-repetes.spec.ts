import type { Client, Upload } from '../../docker/demonstration/client.mjs';
import {
  bulletinSalaire,
  carteIdentiteRecto,
  carteIdentiteVerso,
  scanPdf,
} from '../../docker/demonstration/documents.mjs';
import { attendre, Maison } from '../support/maison.js';

const jpeg = (name: string, bytes: Uint8Array): Upload => ({ name, type: 'image/jpeg', bytes });

/** The same picture, told apart by bytes that no reader of images looks at. */
const autre = (image: Buffer, n: number): Buffer => Buffer.concat([image, Buffer.from(`copie ${n}`)]);

describe('doing the same thing twice loses nothing, doubles nothing, and says what is true', () => {
  let maison: Maison;
  let amina: Client;
  let claire: Client;
  let ines: Client;
  let dossier: { id: string; numeroUnique: string };
  let recto: Buffer;
  let verso: Buffer;

  const ouvrir = (agent: Client, finalite: string) =>
    agent.post('/consultations', { numeroUnique: dossier.numeroUnique, nom: 'Benali', finalite });
  const enLigne = (id: string) =>
    attendre('pièce en ligne', async () => (await amina.get(`/pieces/${id}`)).body.etat === 'EN_LIGNE');

  beforeAll(async () => {
    maison = await (await Maison.monter()).ouvrir();
    amina = await maison.comme('amina');
    claire = await maison.comme('claire.guichet');
    ines = await maison.comme('ines.bailleur');
    [dossier] = (await amina.get('/dossiers')).body;
    recto = await carteIdentiteRecto();
    verso = await carteIdentiteVerso();
  }, 120_000);

  afterAll(() => maison?.fermer());

  it('the same photo chosen twice in one form is one fichier', async () => {
    const { status, body } = await amina.deposit(dossier.id, { type: 'IDENTITE_FR' }, [
      jpeg('recto.jpg', recto),
      jpeg('recto (1).jpg', recto),
    ]);
    expect(status).toBe(202);
    expect(body.fichiers).toHaveLength(1);
    await enLigne(body.id);
  });

  it('the same document again is already there; with a new page beside it, nothing of the sending is kept, and that is said', async () => {
    const encore = await amina.deposit(dossier.id, { type: 'IDENTITE_FR' }, [jpeg('recto.jpg', recto)]);
    expect(encore).toMatchObject({ status: 409, body: { code: 'fichier.deja_depose', piece: expect.any(String) } });
    const partie = await amina.deposit(dossier.id, { type: 'IDENTITE_FR' }, [
      jpeg('recto.jpg', recto),
      jpeg('verso.jpg', verso),
    ]);
    expect(partie).toMatchObject({
      status: 409,
      body: { code: 'fichier.deja_depose_en_partie', fichier: 'recto.jpg' },
    });
    expect(partie.body.title).toContain('Rien de cet envoi n’a été gardé');
    expect((await amina.deposit(dossier.id, { type: 'IDENTITE_FR' }, [jpeg('verso.jpg', verso)])).status).toBe(202);
  });

  it('an agent hears the same of bytes he may see and of bytes he may not', async () => {
    const divorce = autre(recto, 1);
    expect((await amina.deposit(dossier.id, { type: 'DIVORCE' }, [jpeg('jugement.jpg', divorce)])).status).toBe(202);
    await ouvrir(claire, 'INSTRUCTION');
    const visible = await claire.deposit(dossier.id, { type: 'IDENTITE_FR' }, [jpeg('a.jpg', recto)]);
    const cachee = await claire.deposit(dossier.id, { type: 'IDENTITE_FR' }, [jpeg('a.jpg', divorce)]);
    const sansRequete = ({ status, body }: typeof visible) => ({ status, ...body, instance: '' });
    expect(sansRequete(cachee)).toEqual(sansRequete(visible));
    expect(cachee.status).toBe(409);
  });

  it('an agent without the right to sensitive pièces is told so before anything is kept', async () => {
    const refus = await claire.deposit(dossier.id, { type: 'DIVORCE' }, [jpeg('jugement.jpg', autre(recto, 2))]);
    expect(refus).toMatchObject({ status: 403, body: { code: 'piece.type_sensible' } });
    expect(await maison.sql(`select from fichier where nom = 'jugement.jpg'`)).toHaveLength(1);
  });

  it('a deposit that the sweeper acknowledged first is a deposit, and the journal names who made it', async () => {
    await maison.web.arreter('SIGKILL');
    await maison.worker.arreter();
    maison.worker.demarrer({ DEPOT_DELAI_S: '1', BALAYAGE_PAUSE_MS: '200' });
    maison.web.demarrer({ POINT_DE_PANNE: 'depot.ecrit' });
    await maison.pret();
    await expect(
      amina.deposit(dossier.id, { type: 'BULLETINS_SALAIRE' }, [jpeg('b.jpg', autre(verso, 3))]),
    ).rejects.toThrow();
    maison.web.demarrer();
    await maison.pret();
    await attendre(
      'dépôt repris',
      async () => (await maison.sql(`select from fichier where nom = 'b.jpg' and recu_le is not null`)).length === 1,
    );
    const { body } = await amina.get(`/dossiers/${dossier.id}/journal`);
    const depot = body.find(({ acte }: { acte: string }) => acte === 'PIECE_DEPOSEE');
    expect(depot.phrase).toMatch(/^Vous avez déposé une pièce/);
  });

  it('the PDF asked twice in one consultation is made once and journalled once', async () => {
    const { body } = await ouvrir(ines, 'ATTRIBUTION');
    const [un, deux] = await Promise.all([1, 2].map(() => ines.get(`/consultations/${body.id}/dossier.pdf`)));
    const trois = await ines.get(`/consultations/${body.id}/dossier.pdf`);
    expect([un?.status, deux?.status, trois.status]).toEqual([200, 200, 200]);
    const faites = await maison.sql('select from restitution where consultation_id = $1', [body.id]);
    expect(faites.length).toBeLessThanOrEqual(2);
    const inscrites = await maison.sql(
      `select from journal where chaine like 'dossier:%' and contenu::jsonb ->> 'consultation' = $1 and contenu::jsonb ->> 'acte' = 'DOSSIER_EXPORTE'`,
      [body.id],
    );
    expect(inscrites).toHaveLength(faites.length);
  });

  it('a consultation that ended says so to the agent who had it, and to no other', async () => {
    const { body } = await ouvrir(ines, 'ATTRIBUTION');
    const sarah = await maison.comme('sarah.idf');
    expect((await sarah.get(`/consultations/${body.id}/dossier.pdf`)).body.code).toBe('dossier.introuvable');
    await maison.sql(
      `update consultation set ouverte_le = now() - interval '31 minutes', expire_le = now() - interval '1 minute'`,
    );
    const refus = await ines.get(`/consultations/${body.id}/dossier.pdf`);
    expect(refus).toMatchObject({ status: 410, body: { code: 'consultation.terminee' } });
    const lent = await claire.deposit(dossier.id, { type: 'AVIS_IMPOSITION_N2' }, [
      { name: 'scan.pdf', type: 'application/pdf', bytes: await scanPdf(1) },
    ]);
    expect(lent).toMatchObject({ status: 410, body: { code: 'consultation.terminee' } });
  });

  it('a PDF whose demande is radiée while it is made ends, as if the dossier did not exist', async () => {
    await maison.worker.arreter();
    const { body } = await ouvrir(ines, 'ATTRIBUTION');
    const demande = ines.get(`/consultations/${body.id}/dossier.pdf`);
    await attendre(
      'restitution demandée',
      async () => (await maison.sql(`select from restitution where etat = 'ATTENDUE'`)).length === 1,
    );
    await maison.sql(
      `update demande set etat = 'RADIEE', radiee_le = now(), motif_radiation = 'RENONCIATION' where dossier_id = $1`,
      [dossier.id],
    );
    expect(await demande).toMatchObject({ status: 404, body: { code: 'dossier.introuvable' } });
    maison.worker.demarrer();
    await attendre(
      'restitution terminée',
      async () => (await maison.sql(`select from restitution where etat = 'ATTENDUE'`)).length === 0,
    );
  });

  it('the journal of a base at work verifies', async () => {
    const recherches = Array.from({ length: 40 }, () => ines.get(`/dossiers?numeroUnique=${dossier.numeroUnique}`));
    const [{ code, sortie }] = await Promise.all([maison.cli('journal', 'verify'), ...recherches]);
    expect({ code, sortie }).toMatchObject({ code: 0, sortie: expect.stringContaining('0 anomalie') });
  });

  it('a picture sent as a form part without a name is a deposit like another', async () => {
    const jeton = await maison.idp.jeton('amina');
    const corps = Buffer.concat([
      Buffer.from(
        '--f\r\ncontent-disposition: form-data; name="type"\r\n\r\nBULLETINS_SALAIRE\r\n--f\r\ncontent-disposition: form-data; name="fichiers"\r\ncontent-type: application/octet-stream\r\n\r\n',
      ),
      await bulletinSalaire(),
    ]);
    const envoyer = (fin: string) =>
      fetch(`${maison.api}/dossiers/${dossier.id}/pieces`, {
        method: 'POST',
        headers: { authorization: `Bearer ${jeton}`, 'content-type': 'multipart/form-data; boundary=f' },
        body: Buffer.concat([corps, Buffer.from(fin)]),
      });
    expect((await envoyer('\r\n--f--\r\n')).status).toBe(202);
    const coupe = await envoyer('');
    expect(coupe.status).toBe(400);
    expect(await coupe.json()).toMatchObject({ code: 'depot.interrompu' });
  });
});
