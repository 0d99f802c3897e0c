import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Upload } from '../../docker/demonstration/client.mjs';
import {
  bulletinSalaire,
  eicar,
  eicarDansPdf,
  eicarZip,
  pdfMotDePasse,
  pdfTronque,
} from '../../docker/demonstration/documents.mjs';
import { attendre, Maison } from '../support/maison.js';

interface LigneFichier {
  etat: string;
  motif: string | null;
  tentatives: number;
  antivirus: { moteur: string; base: string | null; baseDatee: string | null; signature?: string } | null;
}

describe('what is deposited is examined before anybody else can see it', () => {
  let maison: Maison;
  let amina: Client;
  let dossier: string;

  const deposer = async (nom: string, bytes: Uint8Array): Promise<string> => {
    const fichier: Upload = { name: nom, type: 'application/pdf', bytes };
    const { status, body } = await amina.deposit(dossier, { type: 'CARTE_ETUDIANT' }, [fichier]);
    expect(status).toBe(202);
    return body.id;
  };
  const fini = (id: string) =>
    attendre('fin de l’examen', async () => {
      const { body } = await amina.get(`/pieces/${id}`);
      return body.etat !== 'EN_PREPARATION' && body;
    });
  const fichierDe = async (piece: string): Promise<LigneFichier | undefined> =>
    (
      await maison.sql<LigneFichier>('select etat, motif, tentatives, antivirus from fichier where piece_id = $1', [
        piece,
      ])
    )[0];
  const objetsDe = (piece: string) =>
    maison.sql(
      `select genre, seau, etat from objet where fichier_id = (select id from fichier where piece_id = $1) order by genre`,
      [piece],
    );

  beforeAll(async () => {
    maison = await (await Maison.monter()).ouvrir();
    amina = await maison.comme('amina');
    const { body } = await amina.get('/dossiers');
    dossier = body[0].id;
  }, 120_000);

  afterAll(() => maison?.fermer());

  it.each([
    ['a virus as it is', () => eicar()],
    ['a virus in a ZIP', () => eicarZip()],
    ['a virus attached to a PDF', () => eicarDansPdf()],
  ])('%s is INFECTE, told in plain French, and its bytes go where nobody reads', async (_, document) => {
    const id = await deposer('photo.jpg', await document());
    expect(await fini(id)).toMatchObject({
      etat: 'RETIREE',
      pages: 0,
      fichiers: [
        {
          etat: 'INFECTE',
          motif: { code: 'fichier.infecte', message: expect.stringContaining('Un virus a été trouvé') },
        },
      ],
    });
    const fichier = await fichierDe(id);
    expect(fichier?.antivirus).toMatchObject({
      moteur: expect.stringContaining('ClamAV'),
      signature: expect.stringContaining('Eicar'),
    });
    expect(fichier?.antivirus).toHaveProperty('base');
    await attendre('quarantaine vidée', async () => {
      const objets = await objetsDe(id);
      return (
        JSON.stringify(objets) ===
        JSON.stringify([
          { genre: 'RECU', seau: 'quarantaine', etat: 'DETRUIT' },
          { genre: 'REFUS', seau: 'refus', etat: 'PRESENT' },
        ])
      );
    });
    expect((await amina.get(`/pieces/${id}/pages/1/apercu`)).status).toBe(404);
  });

  it.each([
    ['a truncated PDF', 'fichier.illisible', () => pdfTronque()],
    ['a PDF that asks for a password', 'pdf.mot_de_passe', () => pdfMotDePasse()],
    ['a text under the name of a PDF', 'fichier.format_refuse', () => Buffer.from('Bonjour, ceci n’est pas un PDF.')],
  ])('%s is refused with %s, and nothing of it is kept', async (_, code, document) => {
    const id = await deposer('avis.pdf', await document());
    const piece = await fini(id);
    expect(piece).toMatchObject({ etat: 'RETIREE', fichiers: [{ etat: 'REFUSE', motif: { code } }] });
    await attendre('octets détruits', async () => (await objetsDe(id)).every(({ etat }) => etat === 'DETRUIT'));
  });

  it('without antivirus a fichier waits in quarantine, however long, and is examined when it is back', async () => {
    await maison.worker.arreter();
    maison.worker.demarrer({ CLAMD_URL: 'tcp://127.0.0.1:1', BALAYAGE_PAUSE_MS: '300' });
    const id = await deposer('bulletin.png', await bulletinSalaire());
    await attendre('essais sans antivirus', async () => maison.worker.lireJournal().includes('AntivirusIndisponible'));
    await pause(3_000);
    const enAttente = await fichierDe(id);
    expect(enAttente).toMatchObject({ etat: 'RECU', motif: null });
    expect(enAttente?.tentatives).toBeLessThanOrEqual(1);
    expect(await objetsDe(id)).toEqual([{ genre: 'RECU', seau: 'quarantaine', etat: 'PRESENT' }]);
    await maison.worker.arreter();
    maison.worker.demarrer({ BALAYAGE_PAUSE_MS: '300' });
    expect(await fini(id)).toMatchObject({ etat: 'EN_LIGNE' });
  });

  it('a fichier parked for an operator is listed, and analysed again when he says so', async () => {
    const id = await deposer('bulletin-2.png', Buffer.concat([await bulletinSalaire(), Buffer.from('2')]));
    await fini(id);
    await maison.sql(
      `update fichier set etat = 'A_EXAMINER', fin_le = now(), motif = 'fichier.a_examiner' where piece_id = $1`,
      [id],
    );
    const liste = await maison.cli('a-examiner');
    expect(liste).toMatchObject({ code: 0, sortie: expect.stringContaining('1 fichier(s) à examiner') });
    expect((await fichierDe(id))?.etat).toBe('A_EXAMINER');
    expect((await maison.cli('a-examiner', '--reprendre')).sortie).toContain('remis à l’analyse');
    expect((await fichierDe(id))?.etat).toBe('RECU');
  });

  it('an operator may end a parked fichier: the person is asked for the document again', async () => {
    const id = await deposer('bulletin-3.png', Buffer.concat([await bulletinSalaire(), Buffer.from('3')]));
    await fini(id);
    const [fichier] = await maison.sql<{ id: string }>(
      `with p as (update piece set etat = 'EN_PREPARATION', en_ligne_le = null where id = $1)
       update fichier set etat = 'A_EXAMINER', fin_le = now() where piece_id = $1 returning id`,
      [id],
    );
    expect(await maison.cli('a-examiner', '--refuser', fichier?.id ?? '')).toMatchObject({ code: 0 });
    const { body } = await amina.get(`/pieces/${id}`);
    expect(body).toMatchObject({
      etat: 'RETIREE',
      motif: { code: 'fichier.illisible' },
      fichiers: [{ etat: 'REFUSE' }],
    });
    expect((await maison.cli('a-examiner', '--refuser', fichier?.id ?? '')).code).toBe(1);
  });

  it('a fault that is no service away counts: the fichier is parked, and waits for an operator', async () => {
    await maison.worker.arreter();
    maison.worker.demarrer({ ANALYSE_TENTATIVES_MAX: '2', BALAYAGE_PAUSE_MS: '300' });
    const louis = await maison.comme('louis');
    const [sien] = (await louis.get('/dossiers')).body;
    await maison.coffre(
      `insert into cle (scope, cle_enveloppee, kek_id, creee_le, detruite_le) values ($1, '', 'kek-1', now(), now())`,
      [sien.id],
    );
    const { body } = await louis.deposit(sien.id, { type: 'BULLETINS_SALAIRE' }, [
      { name: 'bulletin.png', type: 'image/png', bytes: await bulletinSalaire() },
    ]);
    await attendre('fichier rangé à examiner', async () => (await fichierDe(body.id))?.etat === 'A_EXAMINER');
    expect((await louis.get(`/pieces/${body.id}`)).body.fichiers[0].motif.message).toContain(
      'vous n’avez rien à faire',
    );
  });
});
