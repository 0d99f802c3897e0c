import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { consultationTerminee, introuvable } from './acces.errors.js';
import type { Condition, Politique } from './politique.js';
import type { SujetConnecte } from './sujet.js';

/** Why an act on a dossier is refused: kept for the log, never told to the one refused. */
export type MotifRefus = 'sujet' | 'role' | 'inconnu' | Condition;

export interface Decision {
  permis: Set<string>;
  refus: Map<string, MotifRefus>;
}

type Faits = { dossierId: string } & Record<Condition, boolean | null>;

const FAITS = `
  select dossier_id as "dossierId", actif,
    dossier_id = any ((select mes_dossiers())::uuid[]) as titulaire,
    territoires && (select mes_territoires()) as territoire,
    dossier_id = any ((select mes_consultations())::uuid[]) as consultation
  from acces_dossier where dossier_id = any ($1::uuid[])`;

/** The conditions the policy puts to this sujet, or the reason why it puts none. */
const conditionsPour = (sujet: SujetConnecte, politique: Politique): readonly Condition[] | MotifRefus => {
  if (sujet.type === 'demandeur') return politique.demandeur ?? 'sujet';
  if (!politique.agent) return 'sujet';
  return politique.agent.roles.some((role) => sujet.roles.includes(role)) ? politique.agent.conditions : 'role';
};

/** May this sujet do this act at all, on some dossier? What a route can ask before it knows which one. */
export const peutActer = (sujet: SujetConnecte, politique: Politique): boolean =>
  typeof conditionsPour(sujet, politique) !== 'string';

/** Default deny, set-based: one query whatever the number of dossiers. */
@Injectable()
export class Decisions {
  private readonly logger = new Logger(Decisions.name);

  async decider(
    tx: EntityManager,
    sujet: SujetConnecte,
    politique: Politique,
    dossiers: readonly string[],
  ): Promise<Decision> {
    const conditions = conditionsPour(sujet, politique);
    if (typeof conditions === 'string')
      return { permis: new Set(), refus: new Map(dossiers.map((id) => [id, conditions])) };
    const faits = new Map((await tx.query<Faits[]>(FAITS, [dossiers])).map((fait) => [fait.dossierId, fait]));
    const decision: Decision = { permis: new Set(), refus: new Map() };
    for (const id of dossiers) {
      const fait = faits.get(id);
      const motif = fait ? conditions.find((condition) => !fait[condition]) : 'inconnu';
      if (motif) decision.refus.set(id, motif);
      else decision.permis.add(id);
    }
    return decision;
  }

  /** @throws `dossier.introuvable` unless the act is allowed; `consultation.terminee` when only the open consultation is missing. */
  async exiger(tx: EntityManager, sujet: SujetConnecte, politique: Politique, dossierId: string): Promise<void> {
    const { refus } = await this.decider(tx, sujet, politique, [dossierId]);
    const motif = refus.get(dossierId);
    if (!motif) return;
    this.logger.log({ acte: politique.acte, sujet: sujet.type, motif }, 'acte refusé');
    throw motif === 'consultation' && (await this.avaitOuvert(tx, dossierId)) ? consultationTerminee() : introuvable();
  }

  /** Row-level security shows an agent his own consultations only. */
  private async avaitOuvert(tx: EntityManager, dossierId: string): Promise<boolean> {
    const [{ ouvert }] = await tx.query<[{ ouvert: boolean }]>(
      'select exists (select from consultation where dossier_id = $1) as ouvert',
      [dossierId],
    );
    return ouvert;
  }
}
