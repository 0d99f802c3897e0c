import { randomBytes } from 'node:crypto';
import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Alerte, type Contexte, Page, rendre } from '../ui/index.js';
import { introuvable } from './acces.errors.js';
import { Ouvert, type RequeteConnectee } from './autorise.decorator.js';
import { Connexion, connexionRefusee } from './connexion.service.js';
import { Jetons } from './jetons.service.js';
import { accueilDe } from './menu.rules.js';
import { Cadre, PageHtml } from './page.decorator.js';

/** Where a person comes from, and whether what she was sending is lost. */
interface Arrivee {
  retour: string;
  perdu: boolean;
}

const vers = (profil: string, { retour }: Arrivee): string =>
  `/connexion/${profil}${retour && `?retour=${encodeURIComponent(retour)}`}`;

const choix = (contexte: Contexte, arrivee: Arrivee) => (
  <Page titre="Se connecter" contexte={contexte}>
    <h1>Se connecter</h1>
    {arrivee.perdu && (
      <Alerte genre="warning" titre="Votre session s’est terminée">
        <p>
          Ce que vous étiez en train d’envoyer n’a pas été gardé. Reconnectez-vous, puis recommencez : rien d’autre
          n’est perdu.
        </p>
      </Alerte>
    )}
    <div class="dun-deux">
      <section class="dun-carte">
        <h2>Vous demandez un logement social</h2>
        <p>Pour déposer vos pièces, suivre leur vérification et voir qui les a lues.</p>
        <a class="fr-btn" href={vers('demandeur', arrivee)}>
          S’identifier comme demandeur
        </a>
      </section>
      <section class="dun-carte">
        <h2>Vous travaillez pour un organisme</h2>
        <p>Guichet, bailleur, collectivité, État ou Action Logement, avec votre habilitation personnelle.</p>
        <a class="fr-btn fr-btn--secondary" href={vers('agent', arrivee)}>
          S’identifier comme agent
        </a>
      </section>
    </div>
  </Page>
);

/** Only a path of ours: never an address to which a person could be sent away (ASVS 3.7.2). */
const cheminSur = (retour: string | undefined): string =>
  retour && /^\/(?![/\\])[\w\-/.]*$/.test(retour) ? retour : '';

@Ouvert()
@ApiExcludeController()
@Controller()
export class ConnexionPage {
  constructor(
    private readonly connexion: Connexion,
    private readonly jetons: Jetons,
  ) {}

  @PageHtml('connexion')
  choisir(@Cadre() contexte: Contexte, @Query('retour') retour?: string, @Query('perdu') perdu?: string): string {
    return rendre(choix(contexte, { retour: cheminSur(retour), perdu: perdu === '1' }));
  }

  @Get('connexion/retour')
  async revenir(@Req() requete: RequeteConnectee, @Res() reponse: FastifyReply): Promise<void> {
    const { tentative } = requete.session;
    if (!tentative) throw connexionRefusee();
    delete requete.session.tentative;
    const { identite, jetonIdentite } = await this.connexion.conclure(tentative, requete.url);
    const sujet = await this.jetons.sujetIdentifie(identite);
    if (!sujet) throw connexionRefusee();
    await requete.session.regenerate();
    Object.assign(requete.session, { identite, jetonIdentite, csrf: randomBytes(24).toString('base64url') });
    await reponse.redirect(tentative.retour || accueilDe(sujet), 303);
  }

  @Get('connexion/:profil')
  async commencer(
    @Param('profil') profil: string,
    @Req() requete: RequeteConnectee,
    @Res() reponse: FastifyReply,
  ): Promise<void> {
    if (profil !== 'demandeur' && profil !== 'agent') throw introuvable();
    const { retour } = requete.query as { retour?: string };
    const { adresse, tentative } = await this.connexion.commencer(profil, cheminSur(retour));
    requete.session.tentative = tentative;
    await reponse.redirect(adresse, 303);
  }

  @Post('deconnexion')
  async sortir(@Req() requete: RequeteConnectee, @Res() reponse: FastifyReply): Promise<void> {
    const { identite, jetonIdentite } = requete.session;
    await requete.session.destroy();
    const suite =
      identite && jetonIdentite ? await this.connexion.sortie(identite.profil, jetonIdentite).catch(() => '/') : '/';
    await reponse.redirect(suite, 303);
  }
}
