import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  Autorise,
  Cadre,
  contexteDe,
  identifiant,
  Moi,
  PageHtml,
  type RequeteConnectee,
  type SujetConnecte,
} from '../acces/index.js';
import { Problem } from '../platform/http/index.js';
import { type Contexte, type ErreurDeChamp, rendre } from '../ui/index.js';
import { envoyerPage } from './envoyer-page.js';
import { retirerMalClassee } from './guichet.policy.js';
import { Guichet } from './guichet.service.js';
import { confirmation } from './mal-classee-confirmation.page.js';
import { MalClassees } from './mal-classees.service.js';
import { designer, saisiePersonne } from './personne-designee.rules.js';

const HORS_DE_PORTEE =
  'Aucun dossier accessible ne correspond à cette personne. Vérifiez le nom et le repère, ou cochez « Je ne sais pas ».';

interface Choix {
  proprietaire: string | null;
  erreurs: ErreurDeChamp[];
}

/** A pièce in the wrong dossier: what will happen, who saw it, then it is out. */
@ApiExcludeController()
@Controller('guichet/pieces/:id/mal-classee')
export class MalClasseePage {
  constructor(
    private readonly malClassees: MalClassees,
    private readonly guichet: Guichet,
  ) {}

  @PageHtml('')
  @Autorise(retirerMalClassee)
  async confirmer(@Moi() sujet: SujetConnecte, @Cadre() contexte: Contexte, @Param('id') id: string): Promise<string> {
    return rendre(confirmation({ contexte, egarement: await this.malClassees.constater(sujet, identifiant(id)) }));
  }

  @Post()
  @Autorise(retirerMalClassee)
  async retirer(
    @Moi() sujet: SujetConnecte,
    @Param('id') id: string,
    @Body() corps: Record<string, unknown>,
    @Req() requete: RequeteConnectee,
    @Res() reponse: FastifyReply,
  ): Promise<void> {
    const egarement = await this.malClassees.constater(sujet, identifiant(id));
    const choix = await this.choix(sujet, corps);
    const erreurs = choix.erreurs.length > 0 ? choix.erreurs : await this.faire(sujet, id, choix.proprietaire);
    if (erreurs.length > 0) {
      const [contexte, saisie] = [contexteDe(requete), saisiePersonne(corps)];
      return envoyerPage(reponse, 422, confirmation({ contexte, egarement, saisie, erreurs }));
    }
    requete.session.annonce =
      'La pièce est retirée : plus personne ne peut la lire. Numérisez-la de nouveau dans le bon dossier.';
    await reponse.redirect('/guichet/depots', 303);
  }

  /** Whose it is, when the agent knows; one who says nothing has to say that he does not know. */
  private async choix(sujet: SujetConnecte, corps: Record<string, unknown>): Promise<Choix> {
    if (corps['inconnu'] === 'oui') return { proprietaire: null, erreurs: [] };
    const { designation, erreurs } = designer(saisiePersonne(corps));
    if (!designation) return { proprietaire: null, erreurs };
    const proprietaire = await this.guichet.chercher(sujet, designation);
    return { proprietaire, erreurs: proprietaire ? [] : [{ champ: 'nom', message: HORS_DE_PORTEE }] };
  }

  private async faire(sujet: SujetConnecte, id: string, proprietaire: string | null): Promise<ErreurDeChamp[]> {
    try {
      await this.malClassees.retirer(sujet, id, proprietaire);
      return [];
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'piece.meme_dossier') throw error;
      return [{ champ: 'nom', message: error.message }];
    }
  }
}
