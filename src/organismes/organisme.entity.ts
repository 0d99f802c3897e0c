import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A body named by CCH R441-2-1 (service enregistreur) or R441-2-6 (reader). */
@Entity('organisme')
export class Organisme {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') type!: 'BAILLEUR' | 'COMMUNE' | 'EPCI' | 'DEPARTEMENT' | 'ETAT' | 'ACTION_LOGEMENT';
  @Column('text') siret!: string;
  @Column('text') nom!: string;
  @Column('text', { array: true }) territoires!: string[];
}
