import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One PDF of a dossier for one reader and one purpose. ATTENDUE → PRETE, or ECHOUEE. */
@Entity('restitution')
export class Restitution {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'consultation_id' }) consultationId!: string;
  @Column('uuid', { name: 'dossier_id' }) dossierId!: string;
  @Column('uuid', { name: 'agent_id' }) agentId!: string;
  @Column('text') etat!: 'ATTENDUE' | 'PRETE' | 'ECHOUEE';
  /** Of the entry written before the first byte; it stands on every page. */
  @Column('text', { name: 'reference_journal' }) referenceJournal!: string;
  /** What the reader could read when he asked, in the order of the file. */
  @Column('uuid', { array: true }) pieces!: string[];
  @Column('timestamptz', { name: 'demandee_le' }) demandeeLe!: Date;
  @Column('timestamptz', { name: 'prete_le', nullable: true }) preteLe!: Date | null;
  @Column('timestamptz', { name: 'fin_le', nullable: true }) finLe!: Date | null;
  @Column('integer', { nullable: true }) pages!: number | null;
  @Column('smallint') tentatives!: number;
  @Column('uuid', { name: 'objet_id', nullable: true }) objetId!: string | null;
}
