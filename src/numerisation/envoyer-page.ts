import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { rendre } from '../ui/index.js';

/** A page in answer to a form: shown again with what was typed, under the status that says why. */
export const envoyerPage = async (reponse: FastifyReply, statut: number, page: VNode): Promise<void> => {
  await reponse
    .status(statut)
    .headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-store' })
    .send(rendre(page));
};
