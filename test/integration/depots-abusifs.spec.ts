import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Upload } from '../../docker/demonstration/client.mjs';
import { attendre, Maison } from '../support/maison.js';
import { agentSeme, poserConsultation, poserPiece } from '../support/session.js';

const MO = 1024 * 1024;
const MAX = 20 * MO;
const pdf = (octets = 2_000): Uint8Array => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(octets)]);
const envoi = (name: string, bytes: Uint8Array = pdf()): Upload => ({ name, type: 'application/pdf', bytes });

const corpsDe = (partie: string, contenu: Uint8Array | string = '', ...autres: string[]): Buffer =>
  Buffer.concat([
    Buffer.from(`--x\r\nContent-Disposition: form-data; ${partie}\r\n\r\n`),
    Buffer.from(contenu),
    Buffer.from(`\r\n${autres.join('')}--x--\r\n`),
  ]);

async function* sansFin(): AsyncGenerator<Buffer> {
  yield Buffer.from('--x\r\nContent-Disposition: form-data; name="fichiers"; filename="a.pdf"\r\n\r\n%PDF-');
  for (let i = 0; i < 40; i += 1) yield randomBytes(MO);
}

describe('a deposit made wrong, by accident or on purpose, leaves nothing behind', () => {
  let maison: Maison;
  let amina: Client;
  let jeton: string;
  let dossier: string;
  let etranger: string;

  beforeAll(async () => {
    maison = await Maison.monter();
    // No worker: what was received stays as it was received.
    maison.web.demarrer();
    await maison.pret();
    jeton = await maison.idp.jeton('amina');
    amina = await maison.comme('amina');
    const dossierDe = async (sub: string) =>
      (
        await maison.sql<{ dossier_id: string; id: string }>('select * from personne where sujet_externe = $1', [sub])
      )[0];
    dossier = (await dossierDe('demo-amina-benali'))?.dossier_id ?? '';
    etranger = (await dossierDe('demo-louis-martin'))?.id ?? '';
  }, 90_000);

  afterAll(async () => {
    const debut = Date.now();
    await maison?.web.arreter();
    expect(Date.now() - debut).toBeLessThan(5_000);
    await maison?.fermer();
  });

  const rien = async (): Promise<void> => {
    const { pid } = maison.web;
    const ouverts = (): string[] =>
      readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
        try {
          const cible = readlinkSync(`/proc/${pid}/fd/${fd}`);
          return cible.includes('/travail-') && !cible.endsWith('.verrou') ? [cible] : [];
        } catch {
          return [];
        }
      });
    await attendre('fichiers de travail refermés', async () => ouverts().length === 0, 5_000);
    // Of the work folder, only itself and its lock.
    const restes = readdirSync(maison.dossier, { recursive: true }).map(String);
    expect(restes.filter((nom) => !/\.log$|^travail-[0-9a-f-]{36}(\.verrou)?$/.test(nom))).toEqual([]);
    expect(await maison.sql(`select nom, etat from fichier where etat <> 'ABANDONNE'`)).toEqual([]);
    expect(await maison.sql(`select cle from objet where etat = 'PRESENT'`)).toEqual([]);
  };
  const brut = (corps: Buffer | AsyncIterable<Buffer>, entetes: Record<string, string> = {}, coupe = 0) =>
    new Promise<{ status: number; code: string }>((fin) => {
      const requete = request(`${maison.api}/dossiers/${dossier}/pieces`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${jeton}`,
          'content-type': 'multipart/form-data; boundary=x',
          ...entetes,
        },
      });
      requete.on('error', () => fin({ status: 0, code: 'coupé' }));
      requete.on('response', (reponse) => {
        let texte = '';
        reponse.on('data', (morceau) => (texte += String(morceau)));
        reponse.on('error', () => undefined);
        reponse.on('close', () =>
          fin({ status: reponse.statusCode ?? 0, code: (JSON.parse(texte || '{}') as { code: string }).code }),
        );
      });
      void (async () => {
        if (Buffer.isBuffer(corps)) requete.write(corps);
        else for await (const morceau of corps) if (!requete.write(morceau)) await pause(2);
        if (coupe) setTimeout(() => requete.destroy(), coupe);
        else requete.end();
      })();
    });

  it.each<[string, number, string, Record<string, string>, () => Upload[]]>([
    ['no file', 422, 'fichier.manquant', { type: 'IDENTITE_FR' }, () => []],
    ['an empty file', 422, 'fichier.vide', { type: 'IDENTITE_FR' }, () => [envoi('vide.pdf', Buffer.alloc(0))]],
    [
      'an empty file after a good one',
      422,
      'fichier.vide',
      { type: 'IDENTITE_FR' },
      () => [envoi('a.pdf'), envoi('vide.pdf', Buffer.alloc(0))],
    ],
    [
      'one byte over the limit',
      413,
      'fichier.trop_volumineux',
      { type: 'IDENTITE_FR' },
      () => [envoi('gros.pdf', pdf(MAX - 8))],
    ],
    [
      'eleven files',
      413,
      'fichier.trop_nombreux',
      { type: 'IDENTITE_FR' },
      () => Array.from({ length: 11 }, (_, i) => envoi(`${i}.pdf`)),
    ],
    [
      'thirty files',
      413,
      'fichier.trop_nombreux',
      { type: 'IDENTITE_FR' },
      () => Array.from({ length: 30 }, (_, i) => envoi(`${i}.pdf`)),
    ],
    ['no type', 400, 'requete.invalide', {}, () => [envoi('a.pdf')]],
    ['an unknown type', 422, 'piece.type_inconnu', { type: 'RIB' }, () => [envoi('a.pdf')]],
    ['an inherited type', 422, 'piece.type_inconnu', { type: 'constructor' }, () => [envoi('a.pdf')]],
    [
      'a person who is not an id',
      400,
      'requete.invalide',
      { type: 'IDENTITE_FR', personnes: 'moi' },
      () => [envoi('a.pdf')],
    ],
    [
      'a person who does not exist',
      422,
      'piece.personne_inconnue',
      { type: 'IDENTITE_FR', personnes: '00000000-0000-4000-8000-000000000000' },
      () => [envoi('a.pdf')],
    ],
    [
      'a day in the future',
      400,
      'requete.invalide',
      { type: 'IDENTITE_FR', recueLe: '2199-01-01' },
      () => [envoi('a.pdf')],
    ],
    [
      'a day that is none',
      400,
      'requete.invalide',
      { type: 'IDENTITE_FR', recueLe: '2026-02-30' },
      () => [envoi('a.pdf')],
    ],
  ])('%s', async (_, status, code, champs, fichiers) => {
    const reponse = await amina.deposit(dossier, champs, fichiers());
    expect([reponse.status, reponse.body.code]).toEqual([status, code]);
    expect(reponse.body.title).toMatch(/\. ?\S/);
    await rien();
  });

  it('a person of another dossier is unknown in this one', async () => {
    const { status, body } = await amina.deposit(dossier, { type: 'IDENTITE_FR', personnes: etranger }, [
      envoi('a.pdf'),
    ]);
    expect([status, body.code]).toEqual([422, 'piece.personne_inconnue']);
    await rien();
  });

  it('what is not a form, or announces too much, is refused before it is read', async () => {
    expect(await brut(Buffer.from('{}'), { 'content-type': 'application/json' })).toEqual({
      status: 415,
      code: 'depot.format_envoi',
    });
    const annonce = await brut(corpsDe('name="type"', 'x'), { 'content-length': String(500 * MO) }, 3_000);
    expect(annonce).toEqual({ status: 413, code: 'fichier.trop_volumineux' });
    await rien();
  });

  it('a length that lies: streamed without one, the limit still holds, and the rest is not read', async () => {
    expect(await brut(sansFin())).toEqual({ status: 413, code: 'fichier.trop_volumineux' });
    await rien();
  });

  it('a connection cut in the middle, in a field, in a file, or before the last boundary', async () => {
    const debut = '--x\r\nContent-Disposition: form-data; name="fichiers"; filename="a.pdf"\r\n\r\n%PDF-';
    for (const corps of [
      '--x\r\nContent-Disposition: form-data; name="type"\r\n\r\nIDENT',
      debut,
      `${debut}${'a'.repeat(200_000)}`,
      `${debut}\r\n--x`,
    ])
      expect((await brut(Buffer.from(corps), {}, 100)).status).toBe(0);
    // The same, ended cleanly too early: the client is told.
    expect(await brut(Buffer.from(debut))).toEqual({ status: 400, code: 'depot.interrompu' });
    await rien();
    expect(maison.web.lireJournal()).not.toMatch(/"level":50/);
  });

  it('a sensitive type scanned by a guichet without the right is refused by the type alone, and nothing is stored', async () => {
    const claire = await agentSeme(maison, 'demo-claire-vasseur');
    await poserConsultation(maison, claire, dossier);
    const client = await maison.comme('claire.guichet');
    const refus = await client.deposit(dossier, { type: 'DIVORCE' }, [envoi('a.pdf')]);
    expect([refus.status, refus.body.code]).toEqual([403, 'piece.type_sensible']);
    const inconnu = await client.deposit(randomUUID(), { type: 'DIVORCE' }, [envoi('a.pdf')]);
    expect([inconnu.status, inconnu.body.code]).toEqual([404, 'dossier.introuvable']);
    await rien();
  });

  const plusHaut = (): number =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${maison.web.pid}/status`, 'utf8'))?.[1]) / 1024;

  describe('what is accepted', () => {
    it.each([
      ['../../etc/passwd', 'passwd'],
      ['C:\\Users\\Amina\\avis.pdf', 'avis.pdf'],
      ['\u202Efdp.exe', 'fdp.exe'],
      ['a\u0000b\u0007\u001B[31m.pdf', 'ab[31m.pdf'],
      ['a\u200B\uFEFF.pdf', 'a.pdf'],
      ['é'.repeat(300), 'é'.repeat(120)],
      ['👩‍👧'.repeat(80), expect.stringMatching(/^(👩|👧){1,120}$/u)],
      ['..', 'sans nom'],
      ['<img src=x onerror=alert(1)>.pdf', '<img src=x onerror=alert(1)>.pdf'],
    ])('the name %j is given back clean', async (donne, rendu) => {
      const partie = `name="fichiers"; filename="${donne.replaceAll(/["\\]/g, '\\$&')}"`;
      const type = '--x\r\nContent-Disposition: form-data; name="type"\r\n\r\nIDENTITE_FR\r\n';
      const empreinte = pdf();
      // Fields after files count as fields before them.
      expect((await brut(corpsDe(partie, empreinte, type))).status).toBe(202);
      const sha256 = createHash('sha256').update(empreinte).digest();
      const [fichier] = await maison.sql<{ nom: string; piece_id: string }>(
        'select nom, piece_id from fichier where sha256 = $1',
        [sha256],
      );
      expect(fichier?.nom).toEqual(rendu);
      const { body } = await amina.get(`/pieces/${fichier?.piece_id}`);
      expect(body.fichiers[0].nom).toEqual(rendu);
      expect(body).toMatchObject({ type: 'IDENTITE_FR', etat: 'EN_PREPARATION' });
    });

    it('a name with line breaks or quotes as browsers send them', async () => {
      const { status, body } = await amina.deposit(dossier, { type: 'IDENTITE_FR' }, [
        envoi('a"b\r\nX-Piege: 1\r\n.pdf'),
      ]);
      expect(status).toBe(202);
      expect(body.fichiers[0].nom).not.toMatch(/[\r\n]/);
    });

    it('the same file again is told as already there, with its pièce, also from another form', async () => {
      const bytes = pdf();
      const premiere = await amina.deposit(dossier, { type: 'IDENTITE_FR' }, [envoi('a.pdf', bytes)]);
      const seconde = await amina.deposit(dossier, { type: 'PACS' }, [envoi('neuf.pdf'), envoi('b.pdf', bytes)]);
      expect(seconde.status).toBe(409);
      const meme = await amina.deposit(dossier, { type: 'IDENTITE_FR' }, [
        envoi('a.pdf', bytes),
        envoi('b.pdf', bytes),
      ]);
      expect([meme.status, meme.body.code]).toEqual([409, 'fichier.deja_depose']);
      expect(seconde.body).toMatchObject({
        code: 'fichier.deja_depose_en_partie',
        piece: premiere.body.id,
        fichier: 'b.pdf',
      });
      expect(await maison.sql(`select from fichier where nom = 'neuf.pdf'`)).toEqual([]);
    });

    it('the same photo chosen twice in one form is one fichier', async () => {
      const bytes = pdf();
      const { status, body } = await amina.deposit(dossier, { type: 'IDENTITE_FR' }, [
        envoi('a.pdf', bytes),
        envoi('b.pdf', bytes),
      ]);
      expect([status, body.fichiers.length]).toEqual([202, 1]);
    });

    it('bytes whose earlier deposit, by somebody else, was interrupted are told as being sent', async () => {
      const claire = await agentSeme(maison, 'demo-claire-vasseur');
      const { fichier } = await poserPiece(maison, { dossier, etat: 'EN_PREPARATION', agent: claire });
      const bytes = pdf();
      await maison.sql(`update fichier set sha256 = $2, attendu_le = now() - interval '1 hour' where id = $1`, [
        fichier,
        createHash('sha256').update(bytes).digest(),
      ]);
      const { status, body } = await amina.deposit(dossier, { type: 'IDENTITE_FR' }, [envoi('a.pdf', bytes)]);
      expect([status, body.code]).toEqual([409, 'fichier.en_cours']);
    });

    it('two uploads of it at once: one is received, the other is told so', async () => {
      for (let essai = 0; essai < 3; essai += 1) {
        const bytes = pdf(300_000);
        const reponses = await Promise.all(
          [1, 2, 3].map((i) => amina.deposit(dossier, { type: 'IDENTITE_FR' }, [envoi(`${i}.pdf`, bytes)])),
        );
        expect(reponses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409]);
        const sha256 = createHash('sha256').update(bytes).digest();
        expect(await maison.sql('select etat from fichier where sha256 = $1', [sha256])).toEqual([{ etat: 'RECU' }]);
      }
    });

    it('a duplicate of what the depositor may not see says that it is there and nothing more', async () => {
      const claire = await agentSeme(maison, 'demo-claire-vasseur');
      await poserConsultation(maison, claire, dossier);
      const { fichier } = await poserPiece(maison, { dossier, sensible: true, type: 'DIVORCE' });
      const bytes = pdf();
      await maison.sql('update fichier set sha256 = $2 where id = $1', [
        fichier,
        createHash('sha256').update(bytes).digest(),
      ]);
      const client = await maison.comme('claire.guichet');
      const { status, body } = await client.deposit(dossier, { type: 'PACS' }, [envoi('a.pdf', bytes)]);
      expect([status, Object.keys(body)]).toEqual([409, ['type', 'title', 'status', 'code', 'instance']]);
    });

    it('20 MB cost web little memory: they go to the disk as they come', async () => {
      await amina.deposit(dossier, { type: 'IDENTITE_FR' }, [envoi('chaud.pdf', pdf(4 * MO))]);
      const avant = plusHaut();
      const reponses = await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          amina.deposit(dossier, { type: 'IDENTITE_FR' }, [envoi(`${i}.pdf`, pdf(MAX - 9))]),
        ),
      );
      expect(reponses.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 202));
      // Six at once, since one alone hides in the garbage of its own 64 kB pieces, which V8 collects by tens of MB. Held
      // whole they would be 120 MB, 240 with a copy for S3. 80 MB is the aim of the design for fifty (§9).
      expect(plusHaut() - avant).toBeLessThan(80);
    });
  });
});
