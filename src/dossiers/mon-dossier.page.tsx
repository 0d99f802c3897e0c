import { Controller } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Autorise, Cadre, Moi, PageHtml, type SujetConnecte } from '../acces/index.js';
import { classer, type PiecesClassees, type PieceVue } from '../pieces/index.js';
import { type Contexte, Page, rendre } from '../ui/index.js';
import { tenirDossier } from './dossier.policy.js';
import { vaChanger } from './etats.repository.js';
import { type DossierDuTitulaire, MonDossier } from './mon-dossier.service.js';
import { CartePiece } from './piece-carte.page.js';

const compte = (nombre: number, un: string, plusieurs: string): string[] =>
  nombre === 0 ? [] : [`${nombre} ${nombre > 1 ? plusieurs : un}`];

const resume = ({ aRefaire, enCours, enLigne }: PiecesClassees): string => {
  const parties = [
    ...compte(aRefaire.length, 'pièce à refaire', 'pièces à refaire'),
    ...compte(enCours.length, 'pièce en cours de vérification', 'pièces en cours de vérification'),
    ...compte(enLigne.length, 'pièce en ligne', 'pièces en ligne'),
  ];
  return `${parties.join(', ') || 'Aucune pièce en cours'}.`;
};

const Section = ({
  titre,
  pieces,
  dossier,
}: {
  titre: string;
  pieces: readonly PieceVue[];
  dossier: DossierDuTitulaire;
}) =>
  pieces.length === 0 ? null : (
    <section class="fr-mb-4w">
      <h2 class="fr-h4">{titre}</h2>
      <ul class="dun-liste">
        {pieces.map((piece) => (
          <CartePiece piece={piece} personnes={dossier.personnes} />
        ))}
      </ul>
    </section>
  );

const Pieces = ({ dossier, classees }: { dossier: DossierDuTitulaire; classees: PiecesClassees }) => {
  const { aRefaire, enCours, enLigne, historique } = classees;
  return (
    <div id="pieces" data-etats={JSON.stringify(dossier.etats)} data-suivre={vaChanger(dossier.etats) || undefined}>
      <p id="resume" class="fr-text--lead">
        {resume(classees)}
      </p>
      {enCours.length > 0 && (
        <p>
          <a class="fr-link" id="actualiser" href="/dossier">
            Actualiser l’état des pièces
          </a>
        </p>
      )}
      <Section titre="À refaire" pieces={aRefaire} dossier={dossier} />
      <Section titre="En cours de vérification" pieces={enCours} dossier={dossier} />
      <Section titre="En ligne" pieces={enLigne} dossier={dossier} />
      {historique.length > 0 && (
        <details class="fr-mb-4w">
          <summary>
            Historique : {compte(historique.length, 'pièce retirée ou remplacée', 'pièces retirées ou remplacées')}
          </summary>
          <ul class="dun-liste fr-mt-2w">
            {historique.map((piece) => (
              <CartePiece piece={piece} personnes={dossier.personnes} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
};

const Vide = () => (
  <div id="pieces" class="dun-carte fr-mb-4w">
    <h2 class="fr-h4">Votre dossier est encore vide</h2>
    <p>
      Commencez par votre pièce d’identité, puis votre avis d’imposition : ce sont les deux documents demandés à tout le
      monde. Une photo prise avec votre téléphone suffit, si elle est nette et entière.
    </p>
  </div>
);

const pageDuDossier = (contexte: Contexte, dossier: DossierDuTitulaire) => (
  <Page titre="Mon dossier" contexte={contexte}>
    <h1>Mon dossier</h1>
    {dossier.nonLus > 0 && (
      <p>
        <a class="fr-link" href="/messages">
          {compte(dossier.nonLus, 'message non lu', 'messages non lus')}
        </a>
      </p>
    )}
    <p>
      <a class="fr-btn" id="nouveau-depot" href="/dossier/depot">
        Déposer une pièce
      </a>
    </p>
    <p class="fr-sr-only" id="annonce-etat" aria-live="polite" />
    {dossier.pieces.length === 0 ? <Vide /> : <Pieces dossier={dossier} classees={classer(dossier.pieces)} />}
    <section>
      <h2 class="fr-h4">Ce que voient les autres</h2>
      <ul>
        <li>
          <a href="/dossier/comme-un-bailleur">Voir mon dossier comme un bailleur</a>
        </li>
        <li>
          <a href="/dossier/journal">Savoir qui a consulté mon dossier</a>
        </li>
      </ul>
    </section>
  </Page>
);

@ApiExcludeController()
@Controller()
export class MonDossierPage {
  constructor(private readonly monDossier: MonDossier) {}

  @PageHtml('dossier')
  @Autorise(tenirDossier)
  async lire(@Moi() sujet: SujetConnecte, @Cadre() contexte: Contexte): Promise<string> {
    return rendre(pageDuDossier(contexte, await this.monDossier.lire(sujet)));
  }
}
