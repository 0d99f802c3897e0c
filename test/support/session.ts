import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { envWeb, envWorker } from '../../docker/local/environnement.mjs';
import type { Maison } from './maison.js';

/** What `enTantQue` puts in a transaction; null is a connection used without it. */
export type Sujet = { type: string; id: string } | null;
export type Requete = (sql: string, parametres?: unknown[]) => Promise<Record<string, unknown>[]>;

/** A connection of an application role, used past the application: what an injected SQL could do. */
export class Session {
  private constructor(private readonly client: Client) {}

  static async ouvrir(maison: Maison, role: 'web' | 'worker'): Promise<Session> {
    const env = role === 'web' ? envWeb(maison.services, maison.copie) : envWorker(maison.services, maison.copie);
    const client = new Client({ connectionString: env['DATABASE_URL'], options: '-c search_path=dun' });
    await client.connect();
    return new Session(client);
  }

  /** One transaction, undone at its end unless `garder`: what one attack wrote must not help the next. */
  async en<T>(sujet: Sujet, acte: (requete: Requete) => Promise<T>, { garder = false } = {}): Promise<T> {
    await this.client.query('begin');
    try {
      if (sujet)
        await this.client.query(`select set_config('app.sujet', $1, true), set_config('app.sujet_id', $2, true)`, [
          sujet.type,
          sujet.id,
        ]);
      const resultat = await acte(async (sql, parametres = []) => (await this.client.query(sql, parametres)).rows);
      await this.client.query(garder ? 'commit' : 'rollback');
      return resultat;
    } catch (error) {
      await this.client.query('rollback');
      throw error;
    }
  }

  lire(sujet: Sujet, sql: string, parametres: unknown[] = []): Promise<Record<string, unknown>[]> {
    return this.en(sujet, (requete) => requete(sql, parametres));
  }

  /** How an order ends: `rien` (no row), `lignes N`, or the SQLSTATE that refused it. */
  async essayer(sujet: Sujet, sql: string, parametres: unknown[] = []): Promise<string> {
    try {
      const { rowCount } = await this.en(sujet, async () => this.client.query(sql, parametres));
      return rowCount ? `lignes ${rowCount}` : 'rien';
    } catch (error) {
      return (error as { code: string }).code;
    }
  }

  fermer(): Promise<void> {
    return this.client.end();
  }
}

export const REFUSE = '42501';

/** Every relation of the application's schema, whatever a later migration adds. */
export const relations = async (maison: Maison): Promise<{ nom: string; genre: string; gardee: boolean }[]> =>
  maison.sql(`
    select relname as nom, relkind::text as genre, relrowsecurity and relforcerowsecurity as gardee
    from pg_class where relnamespace = 'dun'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by 1`);

interface Voulue {
  dossier: string;
  sensible?: boolean;
  etat?: string;
  type?: string;
  agent?: { id: string; organisme: string };
}

/** Rows of a pièce as the whole way would leave them: pièce, person, fichier, clean PDF and preview. */
export const poserPiece = async (
  maison: Maison,
  { dossier, sensible = false, etat = 'EN_LIGNE', type = 'IDENTITE_FR', agent }: Voulue,
): Promise<{ id: string; fichier: string; objet: string }> => {
  const [id, fichier, objet] = [randomUUID(), randomUUID(), randomUUID()];
  await maison.sql(
    `insert into piece (id, dossier_id, type, sensible, etat, deposant, agent_id, organisme_id, recue_le)
     values ($1, $2, $3, $4, $5, $6, $7, $8, current_date)`,
    [id, dossier, type, sensible, etat, agent ? 'agent' : 'demandeur', agent?.id ?? null, agent?.organisme ?? null],
  );
  await maison.sql(
    `insert into piece_personne select $1::uuid, id from personne where dossier_id = $2 and role = 'demandeur'`,
    [id, dossier],
  );
  const enLigne = etat === 'EN_LIGNE';
  await maison.sql(
    `insert into fichier (id, piece_id, dossier_id, rang, nom, format, octets, sha256, etat, pages, reprise_le)
     values ($1::uuid, $2, $3, 1, 'x.pdf', 'application/pdf', 10, sha256(convert_to($1::uuid::text, 'UTF8')), $4, $5, 'infinity')`,
    [fichier, id, dossier, enLigne ? 'PRET' : 'ATTENDU', enLigne ? 1 : null],
  );
  await maison.sql(
    `insert into objet (id, dossier_id, fichier_id, genre, seau, cle, etat, octets)
     values ($1::uuid, $2, $3, $4, $5, $6 || $1::uuid::text, $7, 10)`,
    enLigne
      ? [objet, dossier, fichier, 'PDF', 'pieces', 'pdf/', 'PRESENT']
      : [objet, dossier, fichier, 'RECU', 'quarantaine', 'recu/', 'ATTENDU'],
  );
  return { id, fichier, objet };
};

export interface AgentSeme {
  id: string;
  organisme: string;
  sujet: { type: 'agent'; id: string };
}

/** An agent of the demonstration, by user name (its external identity is `demo-prenom-nom`). */
export const agentSeme = async (maison: Maison, sub: string): Promise<AgentSeme> => {
  const [agent] = await maison.sql<{ id: string; organisme: string }>(
    'select id, organisme_id as organisme from agent where sujet_externe = $1',
    [sub],
  );
  if (!agent) throw new Error(`${sub} n’est pas semé`);
  return { ...agent, sujet: { type: 'agent', id: agent.id } };
};

/** An open consultation, as the owner writes it: a test may give it any age. */
export const poserConsultation = async (
  maison: Maison,
  { id: agent, organisme }: AgentSeme,
  dossier: string,
  ouverteIlYA = '1 minute',
): Promise<string> => {
  const id = randomUUID();
  await maison.sql(
    `insert into consultation (id, agent_id, organisme_id, dossier_id, finalite, ouverte_le, expire_le)
     values ($1, $2, $3, $4, 'ATTRIBUTION', now() - $5::interval, now() - $5::interval + interval '30 minutes')`,
    [id, agent, organisme, dossier, ouverteIlYA],
  );
  return id;
};
