import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Client } from '../../docker/demonstration/client.mjs';
import type { Contenu } from './contenus.js';
import type { Hasard } from './hasard.js';

/** A deposit that was acknowledged: the pièce, as the answer named it. */
export interface Depot {
  pieceId: string;
  dossierId: string;
  contenus: readonly Contenu[];
  /** Sendings after the first. */
  reprises: number;
}

const PATIENCE_MS = 180_000;
const PAUSE_MAX_MS = 1_500;

/** Null when there is nothing to trust yet: no answer, a server in trouble, the same bytes still on their way. */
const pieceAccusee = ({ status, body }: Answer): string | null => {
  if (status === 202) return body.id;
  if (status === 409 && body.code === 'fichier.deja_depose' && body.piece) return body.piece;
  if (status >= 500 || (status === 409 && body.code === 'fichier.en_cours')) return null;
  throw new Error(`réponse inattendue au dépôt : ${status} ${JSON.stringify(body)}`);
};

/** `fetch` says TypeError for every broken connection; by name, because it comes from outside of Jest's own world. */
const estRupture = (error: unknown): error is Error =>
  (error as Error).name === 'TypeError' && (error as Error).cause !== undefined;

/** Deposits as a phone does: the same bytes again and again, until an answer says that they are there. */
export const deposer = async (
  client: Client,
  dossierId: string,
  contenus: readonly Contenu[],
  hasard: Hasard,
): Promise<Depot> => {
  const fin = Date.now() + PATIENCE_MS;
  let derniere = 'aucune réponse';
  for (let reprises = 0; Date.now() < fin; reprises += 1) {
    try {
      const reponse = await client.deposit(dossierId, { type: 'BULLETINS_SALAIRE' }, contenus);
      const pieceId = pieceAccusee(reponse);
      if (pieceId) return { pieceId, dossierId, contenus, reprises };
      derniere = `${reponse.status} ${JSON.stringify(reponse.body)}`;
    } catch (error) {
      if (!estRupture(error)) throw error;
      derniere = String(error.cause);
    }
    await pause(Math.min(PAUSE_MAX_MS, 100 * 2 ** reprises) * (0.5 + hasard.suivant() / 2));
  }
  throw new Error(`dépôt sans accusé après ${PATIENCE_MS} ms, dernière réponse : ${derniere}`);
};
