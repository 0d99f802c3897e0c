import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Sujet } from './sujet.js';

/** The acts that are journalled. */
export type ActeJournalise =
  | 'PIECE_DEPOSEE'
  | 'PIECE_EN_LIGNE'
  | 'PIECE_REFUSEE'
  | 'PIECE_LUE'
  | 'PIECE_RETIREE'
  | 'PIECE_REMPLACEE'
  | 'PIECE_MAL_CLASSEE'
  | 'PIECE_EGAREE'
  | 'CONSULTATION_OUVERTE'
  | 'CONSULTATION_CLOSE'
  | 'DOSSIER_RECHERCHE'
  | 'DOSSIER_EXPORTE';

/** An act to write down: ids and closed lists only, no name and no kind of pièce. */
export interface ActeAInscrire {
  acte: ActeJournalise;
  dossierId: string | null;
  /** The organisme that acts or, for the system, on whose deposit it acts. */
  organismeId?: string | null;
  details?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

const auteurDe = (sujet: Sujet): Record<string, string | readonly string[]> =>
  sujet.type === 'agent'
    ? { sujet: 'agent', agent: sujet.pseudonyme, roles: sujet.roles, organisme: sujet.organismeId }
    : { sujet: sujet.type };

const referenceDe = ({ rang, empreinte }: { rang: string; empreinte: Buffer }): string =>
  `J${rang}-${empreinte.subarray(0, 4).toString('hex').toUpperCase()}`;

/** Append-only, one hash chain per dossier and one per organisme, in the transaction of the act (ASVS 16.2, 16.3). */
@Injectable()
export class Journal {
  /** @returns the reference of the entry in the chain of the dossier (of the organisme when there is no dossier). */
  async inscrire(
    tx: EntityManager,
    sujet: Sujet,
    { acte, dossierId, organismeId, details }: ActeAInscrire,
  ): Promise<string> {
    const organisme = organismeId ?? (sujet.type === 'agent' ? sujet.organismeId : null);
    const contenu = JSON.stringify({ acte, ...auteurDe(sujet), ...(dossierId && { dossier: dossierId }), ...details });
    const chaines = [dossierId && `dossier:${dossierId}`, organisme && `organisme:${organisme}`].filter(Boolean);
    const references: string[] = [];
    for (const chaine of chaines) {
      const [entree] = await tx.query<[{ rang: string; empreinte: Buffer }]>(
        'select rang, empreinte from journal_inscrire($1, $2, $3, $4)',
        [chaine, dossierId, organisme, contenu],
      );
      references.push(referenceDe(entree));
    }
    const [reference] = references;
    if (!reference) throw new Error('Un acte se rattache à un dossier ou à un organisme');
    return reference;
  }
}
