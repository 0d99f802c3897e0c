import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AntivirusIndisponible } from './antivirus.errors.js';
import { ClamdService } from './clamd.service.js';

const VERSION = 'ClamAV 1.4.6/27500/Tue Nov 24 08:26:14 2026\0';

/** Plays clamd: takes INSTREAM frames apart, then does what the test says. */
class FauxClamd {
  recu = Buffer.alloc(0);
  version = VERSION;
  private readonly serveur: Server;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly quandTout: (socket: Socket) => void) {
    this.serveur = createServer((socket) => this.accueillir(socket)).listen(0, '127.0.0.1');
  }

  async adresse(): Promise<string> {
    if (!this.serveur.listening) await once(this.serveur, 'listening');
    return `tcp://127.0.0.1:${(this.serveur.address() as AddressInfo).port}`;
  }

  fermer(): void {
    for (const socket of this.sockets) socket.destroy();
    this.serveur.close();
  }

  private accueillir(socket: Socket): void {
    this.sockets.add(socket);
    let tampon = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (morceau) => {
      tampon = Buffer.concat([tampon, Buffer.from(morceau)]);
      if (tampon.toString('latin1').startsWith('zVERSION\0')) {
        socket.end(this.version);
        return;
      }
      const contenu = this.defaire(tampon);
      if (!contenu) return;
      this.recu = contenu;
      this.quandTout(socket);
    });
  }

  private defaire(tampon: Buffer): Buffer<ArrayBuffer> | undefined {
    const morceaux: Buffer[] = [];
    for (let ici = 'zINSTREAM\0'.length; ici + 4 <= tampon.length;) {
      const longueur = tampon.readUInt32BE(ici);
      if (longueur === 0) return Buffer.concat(morceaux);
      morceaux.push(tampon.subarray(ici + 4, ici + 4 + longueur));
      ici += 4 + longueur;
    }
    return undefined;
  }
}

const client = (adresse: string, MODE: 'demonstration' | 'production' = 'production') =>
  new ClamdService({ CLAMD_URL: adresse, ANTIVIRUS_DELAI_MS: 400, ANTIVIRUS_AGE_JOURS: 14, MODE });

describe('the clamd client', () => {
  let dossier: string;
  let fichier: string;
  let faux: FauxClamd | undefined;
  const contenu = Buffer.from('octets '.repeat(200_000));

  beforeAll(async () => {
    dossier = await mkdtemp(join(tmpdir(), 'clamd-'));
    fichier = join(dossier, 'fichier');
    await writeFile(fichier, contenu);
  });
  afterAll(() => rm(dossier, { recursive: true }));
  afterEach(() => faux?.fermer());

  const devant = async (quandTout: (socket: Socket) => void) => {
    faux = new FauxClamd(quandTout);
    return client(await faux.adresse());
  };

  it('sends every byte, and dates the verdict', async () => {
    const clamd = await devant((socket) => socket.end('stream: OK\0'));
    await expect(clamd.examiner(fichier)).resolves.toEqual({
      issue: 'SAIN',
      moteur: 'ClamAV 1.4.6',
      base: '27500',
      baseDatee: new Date('2026-11-24T08:26:14Z'),
    });
    expect(faux?.recu.equals(contenu)).toBe(true);
  });

  it('names the signature', async () => {
    const clamd = await devant((socket) => socket.end('stream: Eicar-Test FOUND\0'));
    await expect(clamd.examiner(fichier)).resolves.toMatchObject({ issue: 'INFECTE', signature: 'Eicar-Test' });
  });

  it('waits for the second half of a reply', async () => {
    const clamd = await devant((socket) => {
      socket.write('stream: O');
      setTimeout(() => socket.end('K\0'), 50);
    });
    await expect(clamd.examiner(fichier)).resolves.toMatchObject({ issue: 'SAIN' });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['a frozen clamd', () => undefined],
    ['a close without reply', (socket) => socket.end()],
    ['a reset', (socket) => socket.resetAndDestroy()],
    ['a verdict cut before its end', (socket) => socket.end('stream: OK')],
    ['a size limit', (socket) => socket.end('INSTREAM size limit exceeded. ERROR\0')],
    ['an endless reply', (socket) => socket.write('x'.repeat(10_000))],
    ['something near to OK', (socket) => socket.end('stream: OK?\0')],
  ])('has no verdict from %s', async (_titre, quandTout) => {
    const clamd = await devant(quandTout);
    await expect(clamd.examiner(fichier)).rejects.toThrow(AntivirusIndisponible);
  });

  it('does not believe a verdict given before everything was read', async () => {
    const serveur = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write('stream: OK\0');
        socket.pause();
        setTimeout(() => socket.resetAndDestroy(), 50);
      });
    }).listen(0, '127.0.0.1');
    await once(serveur, 'listening');
    const gros = join(dossier, 'gros');
    await writeFile(gros, Buffer.alloc(20_000_000));
    const clamd = client(`tcp://127.0.0.1:${(serveur.address() as AddressInfo).port}`);
    await expect(clamd.examiner(gros)).rejects.toThrow(AntivirusIndisponible);
    serveur.close();
  });

  it('has no verdict when nobody listens, on TCP or on a socket', async () => {
    await expect(client('tcp://127.0.0.1:1').examiner(fichier)).rejects.toThrow(AntivirusIndisponible);
    await expect(client(`unix:${join(dossier, 'absent.sock')}`).examiner(fichier)).rejects.toThrow(
      AntivirusIndisponible,
    );
  });

  it('has no verdict without the version of who gave it', async () => {
    const clamd = await devant((socket) => socket.end('stream: OK\0'));
    if (faux) faux.version = 'PONG\0';
    await expect(clamd.examiner(fichier)).rejects.toThrow(AntivirusIndisponible);
  });

  it('is ready in demonstration, not in production, with a base of unknown age', async () => {
    await devant((socket) => socket.end());
    if (!faux) return;
    faux.version = 'ClamAV 1.4.6\0';
    const adresse = await faux.adresse();
    await expect(client(adresse, 'demonstration').pret()).resolves.toMatchObject({
      pret: true,
      reserve: expect.stringMatching(/inconnu/),
    });
    await expect(client(adresse, 'production').pret()).resolves.toMatchObject({
      pret: false,
      reserve: expect.stringMatching(/inconnu/),
    });
    await expect(client('tcp://127.0.0.1:1').pret()).resolves.toMatchObject({ pret: false });
  });
});
