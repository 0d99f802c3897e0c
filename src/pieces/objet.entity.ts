import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Bucket } from '../platform/objects/index.js';

export type GenreObjet = 'RECU' | 'REFUS' | 'ORIGINAL' | 'PDF' | 'VIGNETTES' | 'APERCU' | 'RESTITUTION';

/** One object of a bucket, from before it is written until after it is destroyed: bucket and table tell the same. */
@Entity('objet')
export class Objet {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'dossier_id' }) dossierId!: string;
  @Column('uuid', { name: 'fichier_id', nullable: true }) fichierId!: string | null;
  @Column('text') genre!: GenreObjet;
  @Column('text') seau!: Bucket;
  /** From 1, for an APERCU. */
  @Column('integer', { nullable: true }) page!: number | null;
  @Column('text') cle!: string;
  /** Of the clear bytes. */
  @Column('bigint', { nullable: true }) octets!: string | null;
  @Column('bytea', { nullable: true }) sha256!: Buffer | null;
  @Column('text') etat!: 'ATTENDU' | 'PRESENT' | 'A_DETRUIRE' | 'DETRUIT';
}
