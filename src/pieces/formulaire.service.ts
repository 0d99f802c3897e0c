import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EnTantQue, introuvable, type SujetConnecte } from '../acces/index.js';
import { monDossier, type Personne, personnesDuDossier } from '../demandes/index.js';
import { problem } from '../platform/http/index.js';
import { libelleDe } from '../referentiel/index.js';
import { type LignePiece, pieceParId } from './pieces.repository.js';

export const aucunDossier = problem(
  'dossier.aucun',
  404,
  'Aucun dossier n’est rattaché à votre identité. Adressez-vous à un guichet d’enregistrement avec votre numéro unique : il fera le lien.',
);

/** What a form of deposit needs to know before it is shown. */
export interface FormulaireDeDepot {
  dossierId: string;
  personnes: Personne[];
  /** The pièce that is given again: replaced when it is online, done again when it was refused. */
  precedente: { id: string; type: string; libelle: string; personnes: string[]; remplace: boolean } | null;
}

const precedenteDe = async (tx: EntityManager, dossierId: string, id: string | undefined) => {
  if (!id) return null;
  const piece: LignePiece | null = await pieceParId(tx, id);
  if (!piece || piece.dossier !== dossierId) throw introuvable();
  const { type, personnes, etat } = piece;
  return { id, type, libelle: libelleDe(type), personnes, remplace: etat === 'EN_LIGNE' };
};

@Injectable()
export class Formulaires {
  constructor(private readonly enTantQue: EnTantQue) {}

  /** For the person herself, on her own dossier. */
  ouvrir(sujet: SujetConnecte, pieceId?: string): Promise<FormulaireDeDepot> {
    return this.enTantQue.executer(sujet, async (tx) => {
      const dossierId = await monDossier(tx);
      if (!dossierId) throw aucunDossier();
      return {
        dossierId,
        personnes: await personnesDuDossier(tx, dossierId),
        precedente: await precedenteDe(tx, dossierId, pieceId),
      };
    });
  }
}
