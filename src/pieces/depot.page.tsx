import { Controller, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  Autorise,
  Cadre,
  contexteDe,
  csrfExact,
  formulairePerime,
  identifiant,
  Moi,
  PageHtml,
  type RequeteConnectee,
  type SujetConnecte,
} from '../acces/index.js';
import { Problem } from '../platform/http/index.js';
import { type Contexte, rendre } from '../ui/index.js';
import { depotConfig } from './depot.config.js';
import { PageDepot } from './depot-vue.page.js';
import { Depots } from './depots.service.js';
import { partiesDe, partiesVerifiees, type Saisie } from './envoi.rules.js';
import { Formulaires } from './formulaire.service.js';
import { deposerPourSoi } from './piece.policy.js';
import { champsRefuses, estDejaFait } from './refus-depot.rules.js';

const DEPOSEE = 'Votre pièce est bien arrivée. Nous la vérifions ; un accusé de réception est dans vos messages.';
const DEJA = 'Ce document est déjà dans votre dossier : il n’a pas été ajouté une deuxième fois.';
const SUITE = '/dossier';

const veutDuJson = ({ headers }: RequeteConnectee): boolean => headers.accept?.includes('application/json') ?? false;

const pieceSaisie = (saisie: Saisie): string | undefined => {
  const [id] = saisie.get('piece') ?? [];
  return id && identifiant(id);
};

/** The deposit by the person. The same route answers a plain form with pages, and the island with JSON. */
@ApiExcludeController()
@Controller('dossier/depot')
export class DepotPage {
  private readonly limites = depotConfig.read();

  constructor(
    private readonly formulaires: Formulaires,
    private readonly depots: Depots,
  ) {}

  @PageHtml('')
  @Autorise(deposerPourSoi)
  async ouvrir(
    @Moi() sujet: SujetConnecte,
    @Cadre() contexte: Contexte,
    @Query('piece') piece?: string,
  ): Promise<string> {
    const formulaire = await this.formulaires.ouvrir(sujet, piece && identifiant(piece));
    return rendre(<PageDepot contexte={contexte} formulaire={formulaire} limites={this.annonce} />);
  }

  @Post()
  @Autorise(deposerPourSoi)
  async deposer(
    @Moi() sujet: SujetConnecte,
    @Req() requete: RequeteConnectee,
    @Res() reponse: FastifyReply,
  ): Promise<void> {
    const saisie: Saisie = new Map();
    try {
      requete.session.annonce = await this.recevoir(sujet, requete, saisie);
      if (veutDuJson(requete)) await reponse.status(201).send({ suite: SUITE });
      else await reponse.redirect(SUITE, 303);
    } catch (error) {
      // A browser that is still sending does not read the answer.
      requete.raw.resume();
      if (!(error instanceof Problem) || veutDuJson(requete) || error.getStatus() === 403) throw error;
      const formulaire = await this.formulaires.ouvrir(sujet, pieceSaisie(saisie));
      await reponse
        .status(error.getStatus())
        .headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-store' })
        .send(
          rendre(
            <PageDepot
              contexte={contexteDe(requete)}
              formulaire={formulaire}
              limites={this.annonce}
              saisie={saisie}
              erreurs={champsRefuses(error)}
            />,
          ),
        );
    }
  }

  /** What to announce: the same bytes a second time are a success, told as what they are. */
  private async recevoir(sujet: SujetConnecte, requete: RequeteConnectee, saisie: Saisie): Promise<string> {
    const { dossierId } = await this.formulaires.ouvrir(sujet);
    const verifier = (jeton: string): void => {
      if (!csrfExact(requete.session.csrf, jeton)) throw formulairePerime();
    };
    const parties = partiesVerifiees(partiesDe(requete, this.limites), verifier, saisie);
    try {
      await this.depots.deposer(sujet, dossierId, parties);
      return DEPOSEE;
    } catch (error) {
      if (!(error instanceof Problem) || !estDejaFait(error)) throw error;
      return error.code === 'fichier.en_cours' ? error.message : DEJA;
    }
  }

  private get annonce(): { octetsMax: number; fichiersMax: number } {
    return { octetsMax: this.limites.DEPOT_OCTETS_MAX, fichiersMax: this.limites.DEPOT_FICHIERS_MAX };
  }
}
