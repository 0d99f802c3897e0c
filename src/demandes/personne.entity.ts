import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('personne')
export class Personne {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'dossier_id' }) dossierId!: string;
  @Column('text') role!: 'demandeur' | 'conjoint' | 'codemandeur' | 'personne_a_charge';
  @Column('text') prenom!: string;
  @Column('text') nom!: string;
  @Column('text', { name: 'nom_recherche' }) nomRecherche!: string;
  /** `YYYY-MM-DD` */
  @Column('date') naissance!: string;
  /** The identity of the account holder at her identity provider; only a demandeur has one. */
  @Column('text', { name: 'sujet_externe', nullable: true }) sujetExterne!: string | null;
}
