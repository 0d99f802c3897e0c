import { Controller } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Autorise, Cadre, Moi, PageHtml, type SujetConnecte } from '../acces/index.js';
import { manquants } from '../referentiel/index.js';
import { Alerte, type Contexte, Page, rendre, Vignette } from '../ui/index.js';
import { Demandes, Menage } from './consultation-menage.page.js';
import { enPages, Manquants, provenance } from './consultation-pieces.page.js';
import { tenirDossier } from './dossier.policy.js';
import { MonDossier, type VueDUnLecteur } from './mon-dossier.service.js';
import { nomsDesPersonnes, pagesDe } from './piece-carte.page.js';

const Pieces = ({ dossier: { personnes, pieces, mention } }: VueDUnLecteur) => (
  <section>
    <h2 class="fr-h4">{pieces.length > 1 ? `${pieces.length} pièces` : 'Pièces'}</h2>
    {pieces.length === 0 && <p>Aucune pièce n’est lisible pour l’instant.</p>}
    <ul class="dun-liste" id="pieces-lisibles">
      {pieces.map((piece) => (
        <li class="dun-carte dun-piece">
          {pagesDe(piece)
            .slice(0, 1)
            .map((page) => (
              <Vignette {...page} texte={`Première page : ${piece.libelle}`} />
            ))}
          <div>
            <h3 class="fr-h6">
              <a href={`/pieces/${piece.id}`}>{piece.libelle}</a>
            </h3>
            <ul class="dun-faits">
              <li>{[nomsDesPersonnes(piece, personnes), enPages(piece.pages)].join(' · ')}</li>
              {provenance(piece).map((fait) => (
                <li>{fait}</li>
              ))}
            </ul>
          </div>
        </li>
      ))}
    </ul>
    <p class="fr-mt-2w">{mention}</p>
  </section>
);

const vue = (contexte: Contexte, lecteur: VueDUnLecteur) => {
  const { dossier, communes } = lecteur;
  const demandeur = dossier.personnes.find(({ role }) => role === 'demandeur');
  return (
    <Page titre="Mon dossier vu par un bailleur" contexte={contexte}>
      <h1>Mon dossier vu par un bailleur</h1>
      <Alerte genre="info" titre="Voici ce que lit un bailleur, et rien de plus">
        <p>
          Seules les pièces en ligne sont montrées, sans le nom de vos fichiers. Les pièces sensibles (santé, violences,
          divorce…) ne le sont qu’à des agents spécialement autorisés : la dernière phrase est la même dans tous les
          dossiers, avec ou sans pièces sensibles.
        </p>
      </Alerte>
      <div class="dun-deux">
        <Menage personnes={dossier.personnes} />
        <Demandes demandes={dossier.demandes} communes={communes} />
      </div>
      <Manquants manquants={manquants(dossier.pieces, demandeur?.id ?? '')} />
      <Pieces {...lecteur} />
    </Page>
  );
};

@ApiExcludeController()
@Controller()
export class CommeUnBailleurPage {
  constructor(private readonly monDossier: MonDossier) {}

  @PageHtml('dossier/comme-un-bailleur')
  @Autorise(tenirDossier)
  async lire(@Moi() sujet: SujetConnecte, @Cadre() contexte: Contexte): Promise<string> {
    return rendre(vue(contexte, await this.monDossier.commeUnBailleur(sujet)));
  }
}
