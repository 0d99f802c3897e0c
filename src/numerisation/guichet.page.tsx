import { Controller, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  Autorise,
  contexteDe,
  csrfExact,
  formulairePerime,
  identifiant,
  Moi,
  PageHtml,
  type RequeteConnectee,
  type SujetConnecte,
} from '../acces/index.js';
import { type ConsultationSuivie, Dossiers } from '../dossiers/index.js';
import {
  depotConfig,
  Depots,
  partiesDe,
  partiesVerifiees,
  type PieceVue,
  type Saisie,
  champsRefuses,
} from '../pieces/index.js';
import { Problem } from '../platform/http/index.js';
import { jourIso } from '../referentiel/index.js';
import type { Contexte } from '../ui/index.js';
import { saisieVierge, type SaisieDepot } from './depot-formulaire.page.js';
import { dossierDuGuichet } from './dossier-guichet.page.js';
import { envoyerPage } from './envoyer-page.js';
import { tenirGuichet } from './guichet.policy.js';
import { agentDe, Guichet } from './guichet.service.js';

const FINIES = new Set(['dossier.introuvable', 'consultation.terminee']);
const estFinie = (error: unknown): boolean => error instanceof Problem && FINIES.has(error.code);

const saisieEnvoyee = (saisie: Saisie): SaisieDepot => ({
  type: saisie.get('type')?.[0] ?? '',
  personnes: saisie.get('personnes') ?? [],
  recueLe: saisie.get('recueLe')?.[0] ?? jourIso(new Date()),
});

/** The same form sent twice: the first time did it. An older pièce of the same bytes is told as such. */
const DOUBLE_MS = 10 * 60_000;
const dejaFait = ({ extensions }: Problem, saisie: Saisie, { id, type, deposeeLe }: PieceVue): boolean =>
  extensions['complet'] === true &&
  extensions['piece'] === id &&
  saisie.get('type')?.[0] === type &&
  Date.now() - Date.parse(deposeeLe) < DOUBLE_MS;

/** A dossier open at the desk: depositing into it, and going on to the next person. */
@ApiExcludeController()
@Controller('guichet/dossiers/:id')
export class GuichetPage {
  private readonly limites = depotConfig.read();

  constructor(
    private readonly guichet: Guichet,
    private readonly dossiers: Dossiers,
    private readonly depots: Depots,
  ) {}

  @PageHtml('')
  @Autorise(tenirGuichet)
  async lire(
    @Moi() sujet: SujetConnecte,
    @Req() requete: RequeteConnectee,
    @Res() reponse: FastifyReply,
    @Param('id') id: string,
    @Query('recu') recu?: string,
    @Query('refaire') refaire?: string,
  ): Promise<void> {
    const suivie = await this.suivre(sujet, identifiant(id), reponse, 'expiree');
    if (!suivie) return;
    const { pieces, personnes } = suivie.dossier;
    const modele = pieces.find((piece) => piece.id === refaire);
    const page = dossierDuGuichet({
      contexte: contexteDe(requete),
      suivie,
      sensible: agentDe(sujet).sensible,
      saisie: modele
        ? { type: modele.type, personnes: modele.personnes, recueLe: modele.recueLe }
        : saisieVierge(personnes),
      recu: pieces.find((piece) => piece.id === recu),
    });
    return envoyerPage(reponse, 200, page);
  }

  /** Same address as the page: whoever must sign in again in the middle comes back to the dossier. */
  @Post()
  @Autorise(tenirGuichet)
  async deposer(
    @Moi() sujet: SujetConnecte,
    @Param('id') id: string,
    @Req() requete: RequeteConnectee,
    @Res() reponse: FastifyReply,
  ): Promise<void> {
    const suivie = await this.suivre(sujet, identifiant(id), reponse, 'depot');
    if (!suivie) return;
    const saisie: Saisie = new Map();
    const verifier = (jeton: string): void => {
      if (!csrfExact(requete.session.csrf, jeton)) throw formulairePerime();
    };
    try {
      const parties = partiesVerifiees(partiesDe(requete, this.limites), verifier, saisie);
      const pieceId = await this.depots.deposer(sujet, suivie.dossier.id, parties);
      await reponse.redirect(`/guichet/dossiers/${suivie.id}?recu=${pieceId}`, 303);
    } catch (error) {
      // A browser reads the answer once it has sent everything.
      requete.raw.unpipe();
      requete.raw.resume();
      await this.refuser(sujet, requete, reponse, { id: suivie.id, saisie, error });
    }
  }

  @Post('fin')
  @Autorise(tenirGuichet)
  async terminer(
    @Moi() sujet: SujetConnecte,
    @Param('id') id: string,
    @Req() requete: RequeteConnectee,
    @Res() reponse: FastifyReply,
  ): Promise<void> {
    try {
      await this.guichet.fermer(sujet, identifiant(id));
      requete.session.annonce = 'Le dossier est refermé. Vous pouvez recevoir la personne suivante.';
      await reponse.redirect('/guichet', 303);
    } catch (error) {
      await this.renvoyer(sujet, id, reponse, error, 'expiree');
    }
  }

  private async refuser(
    sujet: SujetConnecte,
    requete: RequeteConnectee,
    reponse: FastifyReply,
    { id, saisie, error }: { id: string; saisie: Saisie; error: unknown },
  ): Promise<void> {
    if (!(error instanceof Problem) || error.code === 'formulaire.perime') throw error;
    const suivie = await this.suivre(sujet, id, reponse, 'depot');
    if (!suivie) return;
    const deja = suivie.dossier.pieces.find((piece) => dejaFait(error, saisie, piece));
    if (deja) return void (await reponse.redirect(`/guichet/dossiers/${id}?recu=${deja.id}`, 303));
    const contexte: Contexte = contexteDe(requete);
    const erreurs = champsRefuses(error);
    const page = dossierDuGuichet({
      contexte,
      suivie,
      sensible: agentDe(sujet).sensible,
      saisie: saisieEnvoyee(saisie),
      erreurs,
    });
    await envoyerPage(reponse, error.getStatus(), page);
  }

  /** Null when the consultation is over: the agent has then been led back to the search, and told why. */
  private async suivre(
    sujet: SujetConnecte,
    id: string,
    reponse: FastifyReply,
    raison: 'expiree' | 'depot',
  ): Promise<ConsultationSuivie | null> {
    try {
      return await this.dossiers.suivre(sujet, id);
    } catch (error) {
      await this.renvoyer(sujet, id, reponse, error, raison);
      return null;
    }
  }

  private async renvoyer(
    sujet: SujetConnecte,
    id: string,
    reponse: FastifyReply,
    error: unknown,
    raison: 'expiree' | 'depot',
  ): Promise<void> {
    const fin = estFinie(error) ? await this.guichet.fin(sujet, identifiant(id)) : null;
    if (!fin) throw error;
    const motif = raison === 'depot' ? 'depot' : fin === 'CLOSE' ? 'close' : 'expiree';
    await reponse.redirect(`/guichet?fin=${motif}`, 303);
  }
}
