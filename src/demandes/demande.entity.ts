import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One demande de logement social: a numéro unique, the wanted communes in order, a state. */
@Entity('demande')
export class Demande {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'dossier_id' }) dossierId!: string;
  @Column('text', { name: 'numero_unique' }) numeroUnique!: string;
  @Column('text') etat!: 'ACTIVE' | 'RADIEE';
  /** INSEE codes, the most wanted first. */
  @Column('text', { array: true }) communes!: string[];
  /** `YYYY-MM-DD` */
  @Column('date', { name: 'deposee_le' }) deposeeLe!: string;
  @Column('date', { name: 'renouvelee_le', nullable: true }) renouveleeLe!: string | null;
  @Column('date', { name: 'radiee_le', nullable: true }) radieeLe!: string | null;
  @Column('text', { name: 'motif_radiation', nullable: true }) motifRadiation!: string | null;
}
