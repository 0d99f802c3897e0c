import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Consultations, Decisions, EnTantQue, introuvable, Journal, type SujetConnecte } from '../acces/index.js';
import { Pieces } from '../pieces/index.js';
import { EncryptedObjects } from '../platform/coffre/index.js';
import { Problem } from '../platform/http/index.js';
import { Queues } from '../platform/queue/index.js';
import { exporterDossier } from './dossier.policy.js';
import { Restitution } from './restitution.entity.js';
import { dossierVide, restitutionEchouee, restitutionEnPreparation } from './restitution.errors.js';
import { restituerDossier } from './restitution.job.js';
import { objetDeRestitution, restitutionEnCours } from './restitutions.repository.js';

const ATTENTE_MS = 25_000;
const PAS_MS = 150;
const REESSAI_S = 5;

export interface PdfDuDossier {
  contenu: Readable;
  octets: number;
}

@Injectable()
export class Restitutions {
  private readonly logger = new Logger(Restitutions.name);

  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly decisions: Decisions,
    private readonly consultations: Consultations,
    private readonly pieces: Pieces,
    private readonly journal: Journal,
    private readonly queues: Queues,
    private readonly objets: EncryptedObjects,
  ) {}

  /** One PDF of what this reader may read now: journalled first, made by a worker, then streamed as it is decrypted. */
  async pdf(sujet: SujetConnecte, consultationId: string): Promise<PdfDuDossier> {
    const id = await this.demander(sujet, consultationId);
    return this.retirer(sujet, consultationId, id, ATTENTE_MS);
  }

  /** Journals the export and has a worker make it; one that is being made for the same reading is not asked twice. */
  async demander(sujet: SujetConnecte, consultationId: string): Promise<string> {
    const id = await this.enTantQue.executer(sujet, (tx) => this.inscrire(tx, sujet, consultationId));
    await this.queues
      .enqueue(restituerDossier, id, { restitutionId: id })
      .catch((error: unknown) => this.logger.warn({ err: error }, 'annonce remise à plus tard'));
    return id;
  }

  /** @throws `restitution.en_preparation` when it is not ready within `attenteMs`. */
  async retirer(sujet: SujetConnecte, consultationId: string, id: string, attenteMs: number): Promise<PdfDuDossier> {
    const { dossierId, objet } = await this.attendre(sujet, { consultationId, id }, attenteMs);
    return { contenu: await this.objets.get(dossierId, objet.cle), octets: Number(objet.octets) };
  }

  /** Is it ready? Waits a little before it says no. */
  async prete(sujet: SujetConnecte, consultationId: string, id: string, attenteMs: number): Promise<boolean> {
    try {
      await this.attendre(sujet, { consultationId, id }, attenteMs);
      return true;
    } catch (error) {
      if (error instanceof Problem && error.code === 'restitution.en_preparation') return false;
      throw error;
    }
  }

  private async inscrire(tx: EntityManager, sujet: SujetConnecte, consultationId: string): Promise<string> {
    const { dossierId, finalite, agentId } = await this.consultations.enCours(tx, sujet, consultationId);
    await this.decisions.exiger(tx, sujet, exporterDossier, dossierId);
    const enLigne = (await this.pieces.duDossier(tx, sujet, dossierId)).filter(({ etat }) => etat === 'EN_LIGNE');
    if (enLigne.length === 0) throw dossierVide();
    const pieces = enLigne.map((piece) => piece.id);
    const enCours = await restitutionEnCours(tx, consultationId, pieces);
    if (enCours) return enCours;
    const id = randomUUID();
    const referenceJournal = await this.journal.inscrire(tx, sujet, {
      acte: 'DOSSIER_EXPORTE',
      dossierId,
      details: { finalite, consultation: consultationId, pieces },
    });
    await tx.insert(Restitution, { id, consultationId, dossierId, agentId, referenceJournal, pieces });
    return id;
  }

  private async attendre(
    sujet: SujetConnecte,
    laquelle: { id: string; consultationId: string },
    attenteMs: number,
  ): Promise<{ dossierId: string; objet: { cle: string; octets: string } }> {
    for (const fin = Date.now() + attenteMs; ; await pause(PAS_MS)) {
      const { dossierId, etat, objet } = await this.enTantQue.executer(sujet, async (tx) => {
        const consultation = await this.consultations.enCours(tx, sujet, laquelle.consultationId);
        await this.decisions.exiger(tx, sujet, exporterDossier, consultation.dossierId);
        const restitution = await tx.findOneBy(Restitution, laquelle);
        if (!restitution) throw introuvable();
        return {
          dossierId: restitution.dossierId,
          etat: restitution.etat,
          objet: await objetDeRestitution(tx, laquelle.id),
        };
      });
      if (objet) return { dossierId, objet };
      if (etat !== 'ATTENDUE') throw restitutionEchouee();
      if (Date.now() >= fin) throw restitutionEnPreparation({ retryAfter: REESSAI_S });
    }
  }
}
