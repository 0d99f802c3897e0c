import { Column, Entity, PrimaryColumn } from 'typeorm';

/** ATTENDU → RECU → SAIN → PRET; other ends INFECTE, REFUSE, ABANDONNE; parked A_EXAMINER (never a silent end). */
export type EtatFichier = 'ATTENDU' | 'RECU' | 'SAIN' | 'PRET' | 'INFECTE' | 'REFUSE' | 'ABANDONNE' | 'A_EXAMINER';

/** Which engine and which signature base gave the verdict. */
export interface VerdictAntivirus {
  moteur: string;
  base: string | null;
  baseDatee: string | null;
  signature?: string;
}

/** The bytes a person gave, followed from the first row to the clean PDF. */
@Entity('fichier')
export class Fichier {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'piece_id' }) pieceId!: string;
  @Column('uuid', { name: 'dossier_id' }) dossierId!: string;
  @Column('smallint') rang!: number;
  /** The name on the person's device: data to show, never a path. */
  @Column('text') nom!: string;
  /** MIME type told by the content: a `Format`, or `application/octet-stream` for what will be refused. */
  @Column('text') format!: string;
  @Column('bigint', { transformer: { from: Number, to: (octets: number) => octets } }) octets!: number;
  @Column('bytea') sha256!: Buffer;
  @Column('text') etat!: EtatFichier;
  @Column('timestamptz', { name: 'attendu_le' }) attenduLe!: Date;
  @Column('timestamptz', { name: 'recu_le', nullable: true }) recuLe!: Date | null;
  @Column('timestamptz', { name: 'sain_le', nullable: true }) sainLe!: Date | null;
  @Column('timestamptz', { name: 'pret_le', nullable: true }) pretLe!: Date | null;
  @Column('timestamptz', { name: 'fin_le', nullable: true }) finLe!: Date | null;
  @Column('text', { nullable: true }) motif!: string | null;
  @Column('jsonb', { nullable: true }) antivirus!: VerdictAntivirus | null;
  @Column('integer', { nullable: true }) pages!: number | null;
  @Column('smallint') tentatives!: number;
}
