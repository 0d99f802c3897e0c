import type { Client, Upload } from '../../docker/demonstration/client.mjs';
import {
  avisImposition,
  carteIdentiteRecto,
  carteIdentiteVerso,
  scanPdf,
} from '../../docker/demonstration/documents.mjs';
import { attendre, Maison } from '../support/maison.js';

/** What the samples of pages speak of. */
export interface Monde {
  maison: Maison;
  racine: string;
  dossier: string;
  numeroUnique: string;
  piece: string;
  consultation: string;
  restitution: string;
  /** Of Claire at the desk, and a pièce she put in. */
  consultationGuichet: string;
  pieceGuichet: string;
  message: string;
}

/** One dossier with two pièces online, that a bailleur has open and has taken away. */
export const monterMonde = async (): Promise<Monde> => {
  const maison = await (await Maison.monter()).ouvrir();
  const amina = await maison.comme('amina');
  const claire = await maison.comme('claire.guichet');
  const ines = await maison.comme('ines.bailleur');
  const [dossier] = (await amina.get('/dossiers')).body;
  const ouvrir = async (qui: Client, finalite: string): Promise<string> => {
    const { body } = await qui.post('/consultations', { numeroUnique: dossier.numeroUnique, nom: 'Benali', finalite });
    return body.id;
  };
  const deposer = async (type: string, fichiers: Upload[], qui = amina): Promise<string> => {
    const { body } = await qui.deposit(dossier.id, { type }, fichiers);
    await attendre(`${type} en ligne`, async () => (await qui.get(`/pieces/${body.id}`)).body.etat === 'EN_LIGNE');
    return body.id;
  };
  const piece = await deposer('IDENTITE_FR', [
    { name: 'recto.jpg', type: 'image/jpeg', bytes: await carteIdentiteRecto() },
    { name: 'verso.jpg', type: 'image/jpeg', bytes: await carteIdentiteVerso() },
  ]);
  await deposer('AVIS_IMPOSITION_N2', [{ name: 'avis.pdf', type: 'application/pdf', bytes: await avisImposition() }]);
  const consultationGuichet = await ouvrir(claire, 'INSTRUCTION');
  const pieceGuichet = await deposer(
    'BULLETINS_SALAIRE',
    [{ name: 'bulletin.pdf', type: 'application/pdf', bytes: await scanPdf(1) }],
    claire,
  );
  const consultation = await ouvrir(ines, 'ATTRIBUTION');
  await ines.get(`/consultations/${consultation}/dossier.pdf`);
  const [restitution] = await maison.sql<{ id: string }>('select id from restitution');
  const [message] = await maison.sql<{ id: string }>('select id from message limit 1');
  return {
    maison,
    racine: `http://127.0.0.1:${maison.port}`,
    dossier: dossier.id,
    numeroUnique: dossier.numeroUnique,
    piece,
    consultation,
    restitution: restitution?.id ?? '',
    consultationGuichet,
    pieceGuichet,
    message: message?.id ?? '',
  };
};
