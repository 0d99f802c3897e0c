import { Controller, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  Autorise,
  Cadre,
  identifiant,
  Moi,
  PageHtml,
  peutActer,
  type RequeteConnectee,
  suivreConsultation,
  type SujetConnecte,
} from '../acces/index.js';
import { manquants } from '../referentiel/index.js';
import { type Contexte, Page, rendre } from '../ui/index.js';
import { Demandes, Menage } from './consultation-menage.page.js';
import { Manquants, PiecesDuDossier } from './consultation-pieces.page.js';
import { ConsultationFinie } from './consultation-finie.filter.js';
import { Echeance } from './echeance.page.js';
import { exporterDossier } from './dossier.policy.js';
import type { ConsultationSuivie } from './dossier.schema.js';
import { Dossiers } from './dossiers.service.js';

interface Props {
  contexte: Contexte;
  suivie: ConsultationSuivie;
  exportable: boolean;
}

const Emporter = ({ contexte, suivie }: Omit<Props, 'exportable'>) => (
  <form method="post" action={`/consultation/${suivie.id}/restitutions`}>
    <input type="hidden" name="_csrf" value={contexte.csrf} />
    <button class="fr-btn">Télécharger le dossier (un seul PDF)</button>
  </form>
);

const dossierOuvert = ({ contexte, suivie, exportable }: Props) => {
  const { dossier, communes } = suivie;
  const demandeur = dossier.personnes.find(({ role }) => role === 'demandeur');
  const aLire = dossier.pieces.filter(({ etat }) => etat === 'EN_LIGNE' || etat === 'EN_PREPARATION');
  const enLigne = aLire.some(({ etat }) => etat === 'EN_LIGNE');
  return (
    <Page titre="Dossier ouvert" contexte={contexte}>
      <h1>{demandeur ? `Dossier de ${demandeur.prenom} ${demandeur.nom}` : 'Dossier'}</h1>
      <Echeance contexte={contexte} suivie={suivie} />
      <div class="dun-deux">
        <Menage personnes={dossier.personnes} />
        <Demandes demandes={dossier.demandes} communes={communes} />
      </div>
      <Manquants manquants={manquants(dossier.pieces, demandeur?.id ?? '')} />
      <PiecesDuDossier suivie={suivie} pieces={aLire}>
        {exportable && enLigne && <Emporter contexte={contexte} suivie={suivie} />}
      </PiecesDuDossier>
    </Page>
  );
};

/** A dossier under its consultation, and the end of it. */
@ApiExcludeController()
@UseFilters(ConsultationFinie)
@Controller()
export class ConsultationPage {
  constructor(private readonly dossiers: Dossiers) {}

  @PageHtml('consultation/:id')
  @Autorise(suivreConsultation)
  async lire(@Moi() sujet: SujetConnecte, @Cadre() contexte: Contexte, @Param('id') id: string): Promise<string> {
    const suivie = await this.dossiers.suivre(sujet, identifiant(id));
    return rendre(dossierOuvert({ contexte, suivie, exportable: peutActer(sujet, exporterDossier) }));
  }

  @Post('consultation/:id/fin')
  @Autorise(suivreConsultation)
  async terminer(
    @Moi() sujet: SujetConnecte,
    @Param('id') id: string,
    @Req() requete: RequeteConnectee,
    @Res() reponse: FastifyReply,
  ): Promise<void> {
    await this.dossiers.clore(sujet, identifiant(id));
    requete.session.annonce = 'Le dossier est refermé.';
    await reponse.redirect('/consultation', 303);
  }
}
