import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../../docker/demonstration/client.mjs';
import { avisImposition, scanPdf } from '../../docker/demonstration/documents.mjs';
import { attendre, Maison } from '../support/maison.js';

const FRONTIERE = 'frontiere-de-test';

/** A multipart deposit sent in two halves, the second when `suite` resolves. */
const depotLent = (maison: Maison, jeton: string, dossier: string, pdf: Uint8Array, suite: Promise<void>) =>
  new Promise<number>((repondu, rate) => {
    const envoi = request(`${maison.api}/dossiers/${dossier}/pieces`, {
      method: 'POST',
      headers: { authorization: `Bearer ${jeton}`, 'content-type': `multipart/form-data; boundary=${FRONTIERE}` },
    });
    envoi.on('response', (reponse) => {
      reponse.resume();
      repondu(reponse.statusCode ?? 0);
    });
    envoi.on('error', rate);
    const partie = (entetes: string) => `--${FRONTIERE}\r\ncontent-disposition: form-data; ${entetes}\r\n\r\n`;
    envoi.write(`${partie('name="type"')}AVIS_IMPOSITION_N2\r\n`);
    envoi.write(partie('name="fichiers"; filename="avis.pdf"'));
    envoi.write(pdf.subarray(0, 1000));
    void suite.then(() => {
      envoi.write(pdf.subarray(1000));
      return envoi.end(`\r\n--${FRONTIERE}--\r\n`);
    });
  });

describe('a stop that an operator asks for loses nothing', () => {
  let maison: Maison;
  let amina: Client;
  let dossier: string;

  beforeAll(async () => {
    maison = await (await Maison.monter()).ouvrir();
    amina = await maison.comme('amina');
    const { body } = await amina.get('/dossiers');
    dossier = body[0].id;
  }, 120_000);

  afterAll(() => maison?.fermer());

  it('web ends the deposit it is receiving, takes no other, then stops', async () => {
    const suite = Promise.withResolvers<void>();
    const jeton = await maison.idp.jeton('amina');
    const depot = depotLent(maison, jeton, dossier, await avisImposition(), suite.promise);
    await pause(300);
    const arret = maison.web.arreter('SIGTERM');
    await pause(300);
    await expect(fetch(`${maison.api}/sante/vivant`)).rejects.toThrow();
    suite.resolve();
    expect(await depot).toBe(202);
    await arret;
    expect(await maison.sql(`select from fichier where recu_le is not null`)).toHaveLength(1);
    maison.web.demarrer();
    await maison.pret();
  });

  it('worker ends the fichier it is working on, then stops', async () => {
    await attendre(
      'premier fichier prêt',
      async () => (await maison.sql(`select from fichier where etat = 'PRET'`)).length === 1,
    );
    const { body } = await amina.deposit(dossier, { type: 'BULLETINS_SALAIRE' }, [
      { name: 'scan.pdf', type: 'application/pdf', bytes: await scanPdf(6) },
    ]);
    const tentatives = () =>
      maison.sql<{ etat: string; tentatives: number }>('select etat, tentatives from fichier where piece_id = $1', [
        body.id,
      ]);
    await attendre('fichier pris', async () => (await tentatives())[0]?.tentatives === 1);
    await maison.worker.arreter('SIGTERM');
    expect(await tentatives()).toEqual([{ etat: 'PRET', tentatives: 1 }]);
    expect(maison.worker.lireJournal()).not.toContain('travail échoué');
  });
});
