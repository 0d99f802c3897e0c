import type { EntityManager } from 'typeorm';
import { personnesDuDossier } from '../demandes/index.js';
import type { Messagerie } from '../messagerie/index.js';
import { libelleDe } from '../referentiel/index.js';
import { accuseDeDepot } from './accuse.rules.js';
import { pieceParId } from './pieces.repository.js';

/** The receipt goes into the message box in the transaction that acknowledges the deposit. */
export const accuserReception = async (tx: EntityManager, messagerie: Messagerie, pieceId: string): Promise<void> => {
  const piece = await pieceParId(tx, pieceId);
  if (!piece) return;
  const concernees = (await personnesDuDossier(tx, piece.dossier)).filter(({ id }) => piece.personnes.includes(id));
  const accuse = accuseDeDepot({
    libelle: libelleDe(piece.type),
    personnes: concernees.map(({ prenom, nom }) => `${prenom} ${nom}`),
    fichiers: piece.fichiers.length,
    le: piece.deposeeLe,
    organisme: piece.organisme,
  });
  await messagerie.deposer(tx, piece.dossier, accuse);
};
