import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Autorise, Moi, type SujetConnecte } from '../acces/index.js';
import { tenirDossier } from './dossier.policy.js';
import { vaChanger } from './etats.repository.js';
import { MonDossier } from './mon-dossier.service.js';

const PAUSE_MS = 1_000;
/** Then the browser asks again, and the right to read is judged again with the session. */
const DUREE_MS = 60_000;
const OUVERTS_PAR_PERSONNE = 4;

/** The live state of the pièces, as Server-Sent Events. It ends by itself once nothing moves any more. */
@ApiExcludeController()
@Controller('dossier/evenements')
export class EvenementsController implements BeforeApplicationShutdown {
  private readonly ouverts = new Map<AbortController, string>();

  constructor(private readonly monDossier: MonDossier) {}

  beforeApplicationShutdown(): void {
    for (const fin of this.ouverts.keys()) fin.abort();
  }

  @Get()
  @Autorise(tenirDossier)
  async suivre(@Moi() sujet: SujetConnecte, @Res() reponse: FastifyReply): Promise<void> {
    const miens = [...this.ouverts.values()].filter((id) => id === sujet.id).length;
    // 204 tells an EventSource not to come back (HTML §9.2.3).
    if (miens >= OUVERTS_PAR_PERSONNE) return void reponse.status(204).send();
    let etats = await this.monDossier.etats(sujet);
    const fin = new AbortController();
    this.ouverts.set(fin, sujet.id);
    reponse.hijack();
    const { raw } = reponse;
    raw.once('close', () => fin.abort());
    for (const [nom, valeur] of Object.entries(reponse.getHeaders())) if (valeur) raw.setHeader(nom, valeur);
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store',
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 2000\n\n');
    try {
      let dit = '';
      for (const terme = Date.now() + DUREE_MS; !fin.signal.aborted; etats = await this.monDossier.etats(sujet)) {
        const texte = JSON.stringify(etats);
        if (texte !== dit) raw.write(`event: etats\ndata: ${texte}\n\n`);
        dit = texte;
        if (!vaChanger(etats)) raw.write('event: fin\ndata: {}\n\n');
        if (!vaChanger(etats) || Date.now() > terme) break;
        await pause(PAUSE_MS, undefined, { signal: fin.signal });
      }
    } catch {
      // Closed by the browser or by the shutdown; the page asks again by itself.
    } finally {
      this.ouverts.delete(fin);
      raw.end();
    }
  }
}
