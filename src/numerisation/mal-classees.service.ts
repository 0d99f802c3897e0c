import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Decisions, EnTantQue, introuvable, Journal, type SujetAgent, type SujetConnecte } from '../acces/index.js';
import { Messagerie } from '../messagerie/index.js';
import { memeDossier } from './guichet.errors.js';
import { retirerMalClassee } from './guichet.policy.js';
import { agentDe } from './guichet.service.js';
import { type Lecteur, lecteursEnJournal, messageAuProprietaire, messageAuTitulaire } from './mal-classee.rules.js';
import { lecteursDeLaPiece, type PieceDuGuichet, pieceDuGuichet, retirerDuDossier } from './mal-classees.repository.js';

export interface Egarement {
  piece: PieceDuGuichet;
  lecteurs: Lecteur[];
}

/** A pièce put in the wrong dossier: out at once for everyone, destroyed, its readers known, both persons told. */
@Injectable()
export class MalClassees {
  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly decisions: Decisions,
    private readonly journal: Journal,
    private readonly messagerie: Messagerie,
  ) {}

  /** What there is to know before it is taken out. */
  async constater(sujet: SujetConnecte, pieceId: string): Promise<Egarement> {
    const agent = agentDe(sujet);
    return this.enTantQue.executer(agent, (tx) => this.lire(tx, agent, pieceId));
  }

  /** @param proprietaire the dossier in which it should have been, when the agent knows it. */
  async retirer(sujet: SujetConnecte, pieceId: string, proprietaire: string | null): Promise<void> {
    const agent = agentDe(sujet);
    await this.enTantQue.executer(agent, async (tx) => {
      const { piece } = await this.lire(tx, agent, pieceId);
      if (proprietaire === piece.dossierId) throw memeDossier();
      if (!(await retirerDuDossier(tx, pieceId))) throw introuvable();
      const lecteurs = await lecteursDeLaPiece(tx, pieceId);
      await this.dire(tx, agent, piece, lecteurs);
      if (proprietaire) await this.direAuProprietaire(tx, agent, piece, proprietaire, lecteurs);
    });
  }

  private async lire(tx: EntityManager, agent: SujetAgent, pieceId: string): Promise<Egarement> {
    const piece = await pieceDuGuichet(tx, agent.organismeId, pieceId);
    if (!piece) throw introuvable();
    await this.decisions.exiger(tx, agent, retirerMalClassee, piece.dossierId);
    return { piece, lecteurs: await lecteursDeLaPiece(tx, pieceId) };
  }

  private async dire(
    tx: EntityManager,
    agent: SujetAgent,
    { id, dossierId, organisme, deposeeLe }: PieceDuGuichet,
    lecteurs: readonly Lecteur[],
  ): Promise<void> {
    const details = { piece: id, ...lecteursEnJournal(lecteurs) };
    await this.journal.inscrire(tx, agent, { acte: 'PIECE_MAL_CLASSEE', dossierId, details });
    await this.messagerie.deposer(tx, dossierId, messageAuTitulaire(organisme, deposeeLe));
  }

  /** Her journal names who saw it, and neither the other dossier nor the pièce as it stood there. */
  private async direAuProprietaire(
    tx: EntityManager,
    agent: SujetAgent,
    { organisme, deposeeLe }: PieceDuGuichet,
    dossierId: string,
    lecteurs: readonly Lecteur[],
  ): Promise<void> {
    await this.decisions.exiger(tx, agent, retirerMalClassee, dossierId);
    const details = lecteursEnJournal(lecteurs);
    await this.journal.inscrire(tx, agent, { acte: 'PIECE_EGAREE', dossierId, details });
    await this.messagerie.deposer(tx, dossierId, messageAuProprietaire(organisme, deposeeLe, lecteurs));
  }
}
