import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The dossier unique of one household; several numéros uniques may hang on it. */
@Entity('dossier')
export class Dossier {
  @PrimaryColumn('uuid') id!: string;
  /** Kept by the database from the demandes: false closes the dossier to every agent. */
  @Column('boolean') actif!: boolean;
  @Column('text', { array: true }) territoires!: string[];
}
