import { Column, Entity, PrimaryColumn } from 'typeorm';

export const FINALITES = ['INSTRUCTION', 'ATTRIBUTION', 'CONTINGENT', 'DALO', 'CORRECTION'] as const;
export type Finalite = (typeof FINALITES)[number];

export const LIBELLES_FINALITES: Record<Finalite, string> = {
  INSTRUCTION: 'instruction de la demande',
  ATTRIBUTION: 'attribution d’un logement',
  CONTINGENT: 'proposition sur un contingent réservé',
  DALO: 'droit au logement opposable',
  CORRECTION: 'correction du dossier',
};

/** An agent reading one dossier for one purpose, thirty minutes at most. */
@Entity('consultation')
export class Consultation {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'agent_id' }) agentId!: string;
  @Column('uuid', { name: 'organisme_id' }) organismeId!: string;
  @Column('uuid', { name: 'dossier_id' }) dossierId!: string;
  @Column('text') finalite!: Finalite;
  @Column('timestamptz', { name: 'ouverte_le' }) ouverteLe!: Date;
  @Column('timestamptz', { name: 'expire_le' }) expireLe!: Date;
  @Column('timestamptz', { name: 'close_le', nullable: true }) closeLe!: Date | null;
}
