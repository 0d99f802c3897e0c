import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, type FindOperator, IsNull, Raw } from 'typeorm';
import { nomRecherche } from '../referentiel/index.js';
import { consultationTerminee, introuvable } from './acces.errors.js';
import { Consultation, type Finalite } from './consultation.entity.js';
import { ouvrirConsultation, suivreConsultation } from './consultation.policy.js';
import { Decisions } from './decisions.service.js';
import { Journal } from './journal.service.js';
import type { SujetAgent, SujetConnecte } from './sujet.js';

/** How an agent designates a dossier: two things together, so that neither alone tells whether it exists. */
export type Designation = { nom: string } & ({ numeroUnique: string } | { naissance: string });
export type DemandeDeConsultation = Designation & { finalite: Finalite };

export type ConsultationOuverte = Pick<Consultation, 'id' | 'dossierId' | 'finalite' | 'expireLe'>;

const aVenir = (): FindOperator<Date> => Raw((colonne) => `${colonne} > now()`);

const agentSeulement = (sujet: SujetConnecte): SujetAgent => {
  if (sujet.type !== 'agent') throw introuvable();
  return sujet;
};

/** It begins now and lasts thirty minutes, both by the clock of the database: it dates them, and nobody else may. */
const inscrireConsultation = async (
  tx: EntityManager,
  agent: SujetAgent,
  dossierId: string,
  finalite: Finalite,
): Promise<{ id: string; expireLe: Date }> => {
  const id = randomUUID();
  const [{ expireLe }] = await tx.query<[{ expireLe: Date }]>(
    `insert into consultation (id, agent_id, organisme_id, dossier_id, finalite) values ($1, $2, $3, $4, $5)
     returning expire_le as "expireLe"`,
    [id, agent.id, agent.organismeId, dossierId, finalite],
  );
  return { id, expireLe };
};

@Injectable()
export class Consultations {
  constructor(
    private readonly decisions: Decisions,
    private readonly journal: Journal,
  ) {}

  /** @throws `dossier.introuvable`, the same for an unknown number, a wrong name and a dossier out of reach. */
  async ouvrir(tx: EntityManager, sujet: SujetConnecte, demande: DemandeDeConsultation): Promise<ConsultationOuverte> {
    const dossierId = await this.designe(tx, demande);
    if (!dossierId) throw introuvable();
    return this.ouvrirDossier(tx, sujet, dossierId, demande.finalite);
  }

  /** The one active dossier of the agent's territory that answers to this; null for none, and for homonyms. */
  async designe(tx: EntityManager, designation: Designation): Promise<string | null> {
    const nom = nomRecherche(designation.nom);
    const [trouve] =
      'numeroUnique' in designation
        ? await tx.query<[{ id: string | null }]>('select dossier_par_numero($1, $2) as id', [
            designation.numeroUnique,
            nom,
          ])
        : await tx.query<[{ id: string | null }]>('select dossier_par_naissance($1, $2) as id', [
            nom,
            designation.naissance,
          ]);
    return trouve.id;
  }

  /** For a dossier that the agent has just designated, or in which he deposited something. */
  async ouvrirDossier(
    tx: EntityManager,
    sujet: SujetConnecte,
    dossierId: string,
    finalite: Finalite,
  ): Promise<ConsultationOuverte> {
    const agent = agentSeulement(sujet);
    await this.decisions.exiger(tx, agent, ouvrirConsultation, dossierId);
    const { id, expireLe } = await inscrireConsultation(tx, agent, dossierId, finalite);
    await this.journal.inscrire(tx, agent, {
      acte: 'CONSULTATION_OUVERTE',
      dossierId,
      details: { finalite, consultation: id },
    });
    return { id, dossierId, finalite, expireLe };
  }

  /** How a consultation of the agent's own ended by itself or by his hand; null while it is open, and for any other. */
  async fin(tx: EntityManager, id: string): Promise<'CLOSE' | 'EXPIREE' | null> {
    const [trouvee] = await tx.query<[{ fin: 'CLOSE' | 'EXPIREE' | null }?]>(
      `select case when close_le is not null then 'CLOSE' when expire_le <= now() then 'EXPIREE' end as fin
       from consultation where id = $1`,
      [id],
    );
    return trouvee?.fin ?? null;
  }

  /** @throws `consultation.terminee` once it is closed or has expired, `dossier.introuvable` when its ground no longer stands. */
  async enCours(tx: EntityManager, sujet: SujetConnecte, id: string): Promise<Consultation> {
    const consultation = await tx.findOneBy(Consultation, { id });
    if (!consultation) throw introuvable();
    if (!(await tx.existsBy(Consultation, { id, closeLe: IsNull(), expireLe: aVenir() }))) throw consultationTerminee();
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
      where: { agentId: sujet.id, dossierId, closeLe: IsNull(), expireLe: aVenir() },
      order: { ouverteLe: 'DESC' },
    });
  }
}
