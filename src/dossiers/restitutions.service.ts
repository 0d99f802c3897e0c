import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Consultations, Decisions, EnTantQue, introuvable, Journal, type SujetConnecte } from '../acces/index.js';
import { Pieces } from '../pieces/index.js';
import { EncryptedObjects } from '../platform/coffre/index.js';
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
    const { id, dossierId } = await this.enTantQue.executer(sujet, (tx) => this.demander(tx, sujet, consultationId));
    await this.queues
      .enqueue(restituerDossier, id, { restitutionId: id })
      .catch((error: unknown) => this.logger.warn({ err: error }, 'annonce remise à plus tard'));
    const { cle, octets } = await this.attendre(sujet, id);
    return { contenu: await this.objets.get(dossierId, cle), octets: Number(octets) };
  }

  private async demander(
    tx: EntityManager,
    sujet: SujetConnecte,
    consultationId: string,
  ): Promise<{ id: string; dossierId: string }> {
    const { dossierId, finalite, agentId } = await this.consultations.enCours(tx, sujet, consultationId);
    await this.decisions.exiger(tx, sujet, exporterDossier, dossierId);
    const enLigne = (await this.pieces.duDossier(tx, sujet, dossierId)).filter(({ etat }) => etat === 'EN_LIGNE');
    if (enLigne.length === 0) throw dossierVide();
    const pieces = enLigne.map((piece) => piece.id);
    const deja = await restitutionEnCours(tx, consultationId, pieces);
    if (deja) return { id: deja, dossierId };
    const id = randomUUID();
    const referenceJournal = await this.journal.inscrire(tx, sujet, {
      acte: 'DOSSIER_EXPORTE',
      dossierId,
      details: { finalite, consultation: consultationId, pieces },
    });
    await tx.insert(Restitution, { id, consultationId, dossierId, agentId, referenceJournal, pieces });
    return { id, dossierId };
  }

  private async attendre(sujet: SujetConnecte, id: string): Promise<{ cle: string; octets: string }> {
    for (const fin = Date.now() + ATTENTE_MS; Date.now() < fin; await pause(PAS_MS)) {
      const [etat, objet] = await this.enTantQue.executer(sujet, async (tx) => [
        (await tx.findOneBy(Restitution, { id }))?.etat,
        await objetDeRestitution(tx, id),
      ]);
      if (objet) return objet;
      // No longer visible: the right to read the dossier ended while its PDF was made.
      if (!etat) throw introuvable();
      if (etat !== 'ATTENDUE') throw restitutionEchouee();
    }
    throw restitutionEnPreparation({ retryAfter: REESSAI_S });
  }
}
