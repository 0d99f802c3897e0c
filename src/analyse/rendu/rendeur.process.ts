import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { parleDuDisque, sansPlace } from './disque.js';
import { faitPenserALaMemoire, Refus } from './refus.js';
import { DisquePlein } from './rendu.errors.js';
import { demande, type Demande, type ReponseSonder } from './rendu.schema.js';

/** The process that opens hostile bytes: one act at a time, asked and answered over the channel of its parent. */
const atteint = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 });
    const finir = (issue: boolean) => (): void => {
      socket.destroy();
      resolve(issue);
    };
    socket.once('connect', finir(true)).once('error', finir(false)).once('timeout', finir(false));
  });

const sonder = async (port: number): Promise<ReponseSonder> => ({
  issue: 'PRET',
  interfaces: Object.keys(networkInterfaces()),
  connexion: await atteint(port),
  secrets: await readFile(`/proc/${process.ppid}/environ`).then(
    () => true,
    () => false,
  ),
});

/** Each act is loaded when first asked for: a photo does not pay for a PDF library. */
const agir = async (une: Demande): Promise<unknown> => {
  if (une.acte === 'sonder') return sonder(une.port);
  if (une.acte === 'assembler') return (await import('./assembler.js')).assembler(une);
  if (une.acte === 'dechiffrer') return (await import('./dechiffrer.js')).dechiffrer(une);
  if (une.format === 'application/pdf') return (await import('./normaliser-pdf.js')).normaliserPdf(une);
  return (await import('./normaliser-image.js')).normaliserImage(une);
};

const repondre = (trame: object): void => {
  process.send?.(trame);
};

/** A disk that is full is not the fichier's fault, whatever it made a tool say. */
const manqueDePlace = async (texte: string, message: unknown): Promise<boolean> => {
  if (parleDuDisque(texte)) return true;
  const { data } = demande.safeParse(message);
  return data !== undefined && 'dossier' in data && sansPlace(data.dossier).catch(() => false);
};

const traiter = async (message: unknown): Promise<void> => {
  try {
    repondre({ reponse: await agir(demande.parse(message)) });
  } catch (error) {
    const texte = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (error instanceof DisquePlein || (await manqueDePlace(texte, message)))
      return repondre({ panne: texte, disquePlein: true });
    if (error instanceof Refus) return repondre({ reponse: { issue: 'REFUSE', motif: error.motif } });
    if (faitPenserALaMemoire(texte)) return repondre({ reponse: { issue: 'REFUSE', motif: 'rendu.trop_lourd' } });
    repondre({ panne: texte });
  }
};

process.on('message', (message) => void traiter(message));
// The worker is gone: nobody waits for an answer any more.
process.on('disconnect', () => process.exit(0));
