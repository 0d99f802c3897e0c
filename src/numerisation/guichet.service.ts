import { Injectable } from '@nestjs/common';
import {
  Consultations,
  Decisions,
  type Designation,
  EnTantQue,
  introuvable,
  Journal,
  type SujetConnecte,
  type SujetAgent,
} from '../acces/index.js';
import type { Comptes } from './comptes.rules.js';
import { comptesDuJour, type DepotDuJour, depotsAReprendre, depotsSuivis } from './depots-du-jour.repository.js';
import { tenirGuichet } from './guichet.policy.js';
import { depotARefaire } from './mal-classees.repository.js';

const PAR_PAGE = 50;

export interface Journee {
  comptes: Comptes;
  aReprendre: DepotDuJour[];
  suivis: DepotDuJour[];
  /** The last of this page, when others follow. */
  suite: string | null;
}

export const agentDe = (sujet: SujetConnecte): SujetAgent => {
  if (sujet.type !== 'agent') throw introuvable();
  return sujet;
};

/** The desk: finding a dossier, opening and closing it, following what was deposited today. */
@Injectable()
export class Guichet {
  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly decisions: Decisions,
    private readonly consultations: Consultations,
    private readonly journal: Journal,
  ) {}

  /** Null for nobody, for homonyms and for a dossier out of reach: one answer. The search is written down either way. */
  async chercher(sujet: SujetConnecte, designation: Designation): Promise<string | null> {
    return this.enTantQue.executer(sujet, async (tx) => {
      await this.journal.inscrire(tx, sujet, { acte: 'DOSSIER_RECHERCHE', dossierId: null });
      const dossierId = await this.consultations.designe(tx, designation);
      if (!dossierId) return null;
      const { permis } = await this.decisions.decider(tx, sujet, tenirGuichet, [dossierId]);
      return permis.has(dossierId) ? dossierId : null;
    });
  }

  /** @returns the id of the consultation. */
  async ouvrir(sujet: SujetConnecte, dossierId: string): Promise<string> {
    return this.enTantQue.executer(sujet, async (tx) => {
      const { id } = await this.consultations.ouvrirDossier(tx, sujet, dossierId, 'INSTRUCTION');
      return id;
    });
  }

  async fermer(sujet: SujetConnecte, consultationId: string): Promise<void> {
    await this.enTantQue.executer(sujet, (tx) => this.consultations.clore(tx, sujet, consultationId));
  }

  /** How a consultation that no longer answers ended, as far as the agent may know. */
  async fin(sujet: SujetConnecte, consultationId: string): Promise<'CLOSE' | 'EXPIREE' | null> {
    return this.enTantQue.executer(sujet, (tx) => this.consultations.fin(tx, consultationId));
  }

  /** The dossier of something that one's own organisme deposited is opened again, to deposit it again. */
  async reprendre(sujet: SujetConnecte, pieceId: string): Promise<string> {
    const agent = agentDe(sujet);
    return this.enTantQue.executer(agent, async (tx) => {
      const depot = await depotARefaire(tx, agent.organismeId, pieceId);
      if (!depot) throw introuvable();
      const { id } = await this.consultations.ouvrirDossier(tx, agent, depot.dossierId, 'INSTRUCTION');
      return id;
    });
  }

  async journee(sujet: SujetConnecte, apres: string | null): Promise<Journee> {
    const agent = agentDe(sujet);
    return this.enTantQue.executer(agent, async (tx) => {
      const suivis = await depotsSuivis(tx, agent.organismeId, apres, PAR_PAGE + 1);
      return {
        comptes: await comptesDuJour(tx, agent.organismeId),
        aReprendre: apres ? [] : await depotsAReprendre(tx, agent.organismeId),
        suivis: suivis.slice(0, PAR_PAGE),
        suite: suivis.length > PAR_PAGE ? (suivis[PAR_PAGE - 1]?.id ?? null) : null,
      };
    });
  }
}
