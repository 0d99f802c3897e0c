import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { nomRecherche } from '../referentiel/index.js';
import { introuvable } from './acces.errors.js';
import { Consultation, type Finalite } from './consultation.entity.js';
import { ouvrirConsultation, suivreConsultation } from './consultation.policy.js';
import { Decisions } from './decisions.service.js';
import { Journal } from './journal.service.js';
import type { SujetAgent, SujetConnecte } from './sujet.js';

const DUREE_MS = 30 * 60_000;

export interface DemandeDeConsultation {
  numeroUnique: string;
  nom: string;
  finalite: Finalite;
}

const agentSeulement = (sujet: SujetConnecte): SujetAgent => {
  if (sujet.type !== 'agent') throw introuvable();
  return sujet;
};

@Injectable()
export class Consultations {
  constructor(
    private readonly decisions: Decisions,
    private readonly journal: Journal,
  ) {}

  /** @throws `dossier.introuvable`, the same for an unknown number, a wrong name and a dossier out of reach. */
  async ouvrir(tx: EntityManager, sujet: SujetConnecte, demande: DemandeDeConsultation): Promise<Consultation> {
    const agent = agentSeulement(sujet);
    const [trouve] = await tx.query<[{ id: string | null }]>('select dossier_par_numero($1, $2) as id', [
      demande.numeroUnique,
      nomRecherche(demande.nom),
    ]);
    if (!trouve.id) throw introuvable();
    await this.decisions.exiger(tx, agent, ouvrirConsultation, trouve.id);
    const maintenant = new Date();
    const consultation: Consultation = {
      id: randomUUID(),
      agentId: agent.id,
      organismeId: agent.organismeId,
      dossierId: trouve.id,
      finalite: demande.finalite,
      ouverteLe: maintenant,
      expireLe: new Date(maintenant.getTime() + DUREE_MS),
      closeLe: null,
    };
    await tx.insert(Consultation, consultation);
    await this.journal.inscrire(tx, agent, {
      acte: 'CONSULTATION_OUVERTE',
      dossierId: consultation.dossierId,
      details: { finalite: consultation.finalite, consultation: consultation.id },
    });
    return consultation;
  }

  /** @throws `dossier.introuvable` once it is closed, has expired, or its ground no longer stands. */
  async enCours(tx: EntityManager, sujet: SujetConnecte, id: string): Promise<Consultation> {
    const consultation = await tx.findOneBy(Consultation, { id, closeLe: IsNull(), expireLe: MoreThan(new Date()) });
    if (!consultation) throw introuvable();
    await this.decisions.exiger(tx, sujet, suivreConsultation, consultation.dossierId);
    return consultation;
  }

  async clore(tx: EntityManager, sujet: SujetConnecte, id: string): Promise<void> {
    const consultation = await this.enCours(tx, sujet, id);
    await tx.update(Consultation, { id }, { closeLe: new Date() });
    await this.journal.inscrire(tx, sujet, {
      acte: 'CONSULTATION_CLOSE',
      dossierId: consultation.dossierId,
      details: { consultation: id },
    });
  }

  /** The agent's open consultation of a dossier, if there is one. */
  async duDossier(tx: EntityManager, sujet: SujetConnecte, dossierId: string): Promise<Consultation | null> {
    if (sujet.type !== 'agent') return null;
    return tx.findOne(Consultation, {
      where: { agentId: sujet.id, dossierId, closeLe: IsNull(), expireLe: MoreThan(new Date()) },
      order: { ouverteLe: 'DESC' },
    });
  }
}
