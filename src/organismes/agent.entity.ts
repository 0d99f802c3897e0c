import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person working for an organisme. Others know the agent by a stable pseudonym. */
@Entity('agent')
export class Agent {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'organisme_id' }) organismeId!: string;
  @Column('text', { name: 'sujet_externe' }) sujetExterne!: string;
  @Column('text') pseudonyme!: string;
  @Column('text') prenom!: string;
  @Column('text') nom!: string;
}

export const ROLES = ['guichet', 'instruction', 'consultation', 'attribution', 'gestion'] as const;
export type Role = (typeof ROLES)[number];

/** What an agent may do, individually, from when to when. */
@Entity('habilitation')
export class Habilitation {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'agent_id' }) agentId!: string;
  @Column('text') role!: Role;
  @Column('boolean') sensible!: boolean;
  @Column('timestamptz') debut!: Date;
  @Column('timestamptz', { nullable: true }) fin!: Date | null;
}
