import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the service told the person of a dossier; plain text, its paragraphs separated by an empty line. */
@Entity('message')
export class Message {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'dossier_id' }) dossierId!: string;
  @Column('text') objet!: string;
  @Column('text') texte!: string;
  @Column('timestamptz', { name: 'depose_le' }) deposeLe!: Date;
  @Column('timestamptz', { name: 'lu_le', nullable: true }) luLe!: Date | null;
}
