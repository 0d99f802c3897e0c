import { Controller, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Autorise, Cadre, identifiant, Moi, PageHtml, type SujetConnecte } from '../acces/index.js';
import { enHeure, enJour, libelleDe } from '../referentiel/index.js';
import { type Contexte, Page, rendre } from '../ui/index.js';
import { phraseDuJour } from './comptes.rules.js';
import type { DepotDuJour } from './depots-du-jour.repository.js';
import { EtatDepot, SuiteDepot } from './etat-depot.page.js';
import { tenirGuichet } from './guichet.policy.js';
import { Guichet, type Journee } from './guichet.service.js';
import { numeroEnClair } from './saisie.rules.js';

const Depot = ({ depot, contexte, refaire }: { depot: DepotDuJour; contexte: Contexte; refaire: boolean }) => (
  <li class="dun-carte">
    <div class="dun-ligne">
      <h3 class="fr-h6 fr-mb-0">{libelleDe(depot.type)}</h3>
      <EtatDepot {...depot} />
    </div>
    <p class="fr-text--sm fr-mb-1v">
      {depot.numeroUnique && `Demande ${numeroEnClair(depot.numeroUnique)}, `}
      déposée à {enHeure(depot.deposeeLe)} par {depot.parMoi ? 'vous' : 'un collègue'}
    </p>
    <SuiteDepot {...depot} />
    {refaire && (
      <form method="post" action={`/guichet/depots/${depot.id}/reprise`}>
        <input type="hidden" name="_csrf" value={contexte.csrf} />
        <button class="fr-btn fr-btn--sm">
          Rouvrir le dossier et déposer de nouveau<span class="fr-sr-only"> : {libelleDe(depot.type)}</span>
        </button>
      </form>
    )}
    {depot.etat !== 'RETIREE' && (
      <p class="fr-text--sm fr-mb-0">
        <a href={`/guichet/pieces/${depot.id}/mal-classee`}>
          Cette pièce est dans le mauvais dossier<span class="fr-sr-only"> : {libelleDe(depot.type)}</span>
        </a>
      </p>
    )}
  </li>
);

const Liste = ({ depots, ...reste }: { depots: readonly DepotDuJour[]; contexte: Contexte; refaire: boolean }) => (
  <ul class="dun-liste">
    {depots.map((depot) => (
      <Depot depot={depot} {...reste} />
    ))}
  </ul>
);

const Vide = () => (
  <>
    <p class="fr-text--lead">Aucune pièce déposée aujourd’hui par votre organisme.</p>
    <p>Les dépôts de la journée s’affichent ici avec leur état, les documents à reprendre en premier.</p>
    <p>
      <a class="fr-btn" href="/guichet">
        Trouver un dossier
      </a>
    </p>
  </>
);

const journee = (contexte: Contexte, { comptes, aReprendre, suivis, suite }: Journee) => {
  const phrase = phraseDuJour(comptes);
  return (
    <Page titre="Dépôts du jour" contexte={contexte}>
      <h1>Dépôts du {enJour(new Date())}</h1>
      {phrase ? <p class="fr-text--lead">{phrase}</p> : <Vide />}
      {aReprendre.length > 0 && (
        <section class="fr-mb-4w">
          <h2 class="fr-h4">À reprendre</h2>
          <Liste depots={aReprendre} contexte={contexte} refaire />
        </section>
      )}
      {suivis.length > 0 && (
        <section>
          <h2 class="fr-h4">Les plus récents</h2>
          <Liste depots={suivis} contexte={contexte} refaire={false} />
        </section>
      )}
      {suite && (
        <p class="fr-mt-3w">
          <a class="fr-btn fr-btn--secondary" href={`/guichet/depots?apres=${suite}`}>
            Dépôts plus anciens
          </a>
        </p>
      )}
    </Page>
  );
};

/** What the organisme deposited today, what goes wrong first. */
@ApiExcludeController()
@Controller('guichet/depots')
export class DepotsDuJourPage {
  constructor(private readonly guichet: Guichet) {}

  @PageHtml('')
  @Autorise(tenirGuichet)
  async lister(
    @Moi() sujet: SujetConnecte,
    @Cadre() contexte: Contexte,
    @Query('apres') apres?: string,
  ): Promise<string> {
    return rendre(journee(contexte, await this.guichet.journee(sujet, apres ? identifiant(apres) : null)));
  }

  @Post(':id/reprise')
  @Autorise(tenirGuichet)
  async reprendre(@Moi() sujet: SujetConnecte, @Param('id') id: string, @Res() reponse: FastifyReply): Promise<void> {
    const consultation = await this.guichet.reprendre(sujet, identifiant(id));
    await reponse.redirect(`/guichet/dossiers/${consultation}?refaire=${id}`, 303);
  }
}
