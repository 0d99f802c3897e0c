import { Column, Entity, PrimaryColumn } from 'typeorm';

export type EtatPiece = 'EN_PREPARATION' | 'EN_LIGNE' | 'REMPLACEE' | 'RETIREE';

/** A pièce justificative: one type of the catalogue, one or more fichiers in order. */
@Entity('piece')
export class Piece {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'dossier_id' }) dossierId!: string;
  @Column('text') type!: string;
  @Column('boolean') sensible!: boolean;
  @Column('text') etat!: EtatPiece;
  @Column('text') deposant!: 'demandeur' | 'agent';
  @Column('uuid', { name: 'agent_id', nullable: true }) agentId!: string | null;
  @Column('uuid', { name: 'organisme_id', nullable: true }) organismeId!: string | null;
  /** `YYYY-MM-DD`, the day the guichet received the paper. */
  @Column('date', { name: 'recue_le' }) recueLe!: string;
  @Column('timestamptz', { name: 'deposee_le' }) deposeeLe!: Date;
  @Column('timestamptz', { name: 'en_ligne_le', nullable: true }) enLigneLe!: Date | null;
  /** The pièce whose place this one takes once it is online. */
  @Column('uuid', { nullable: true }) remplace!: string | null;
  @Column('timestamptz', { name: 'retiree_le', nullable: true }) retireeLe!: Date | null;
  @Column('text', { name: 'motif_retrait', nullable: true }) motifRetrait!: string | null;
}

@Entity('piece_personne')
export class PiecePersonne {
  @PrimaryColumn('uuid', { name: 'piece_id' }) pieceId!: string;
  @PrimaryColumn('uuid', { name: 'personne_id' }) personneId!: string;
}
