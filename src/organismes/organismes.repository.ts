import type { EntityManager } from 'typeorm';
import type { Role } from './agent.entity.js';
import { Organisme } from './organisme.entity.js';

export interface AgentHabilite {
  id: string;
  organismeId: string;
  pseudonyme: string;
  roles: Role[];
  sensible: boolean;
}

/** The agent behind an identity at sign-in, when at least one habilitation is in force today. */
export const agentPourConnexion = async (tx: EntityManager, sujetExterne: string): Promise<AgentHabilite | null> => {
  const [agent] = await tx.query<AgentHabilite[]>(
    `select id, organisme_id as "organismeId", pseudonyme, roles, sensible from agent_par_sujet_externe($1)`,
    [sujetExterne],
  );
  return agent ?? null;
};

export const nomsDesOrganismes = async (tx: EntityManager, ids: readonly string[]): Promise<Map<string, string>> => {
  const rows: Pick<Organisme, 'id' | 'nom'>[] = await tx
    .createQueryBuilder(Organisme, 'o')
    .select(['o.id', 'o.nom'])
    .where('o.id = any(:ids)', { ids })
    .getMany();
  return new Map(rows.map(({ id, nom }) => [id, nom]));
};

/** Names of communes by INSEE code. */
export const nomsDesCommunes = async (tx: EntityManager, codes: readonly string[]): Promise<Map<string, string>> => {
  const rows = await tx.query<{ code: string; nom: string }[]>('select code, nom from commune where code = any ($1)', [
    codes,
  ]);
  return new Map(rows.map(({ code, nom }) => [code, nom]));
};
