import { Injectable } from '@nestjs/common';
import { Decisions, EnTantQue, introuvable, Journal, type SujetConnecte } from '../acces/index.js';
import { pieceDejaLue, retraitImpossible } from './depot.errors.js';
import { retirerPiece } from './piece.policy.js';
import { pieceParId, retirerLaPiece } from './pieces.repository.js';

/** A person takes back what nobody else has read; what was read can only be replaced, and stays in the history. */
@Injectable()
export class Retraits {
  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly decisions: Decisions,
    private readonly journal: Journal,
  ) {}

  /** The database decides, row locked: a first reading that comes at the same moment is waited for. */
  async retirer(sujet: SujetConnecte, pieceId: string): Promise<void> {
    await this.enTantQue.executer(sujet, async (tx) => {
      const piece = await pieceParId(tx, pieceId);
      if (!piece) throw introuvable();
      await this.decisions.exiger(tx, sujet, retirerPiece, piece.dossier);
      // Twice the same button: it is out already, by her own hand.
      if (piece.motifRetrait === 'piece.retiree') return;
      const issue = await retirerLaPiece(tx, pieceId);
      if (issue === 'LUE') throw pieceDejaLue();
      if (issue === 'ETAT') throw retraitImpossible();
      if (issue === 'INTROUVABLE') throw introuvable();
      await this.journal.inscrire(tx, sujet, {
        acte: 'PIECE_RETIREE',
        dossierId: piece.dossier,
        details: { piece: pieceId },
      });
    });
  }
}
