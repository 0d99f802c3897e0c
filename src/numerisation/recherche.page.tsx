import { Body, Controller, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  Autorise,
  Cadre,
  contexteDe,
  Moi,
  PageHtml,
  type RequeteConnectee,
  type SujetConnecte,
} from '../acces/index.js';
import {
  Alerte,
  ChampTexte,
  type Contexte,
  type ErreurDeChamp,
  erreurDe,
  Page,
  rendre,
  ResumeErreurs,
} from '../ui/index.js';
import { envoyerPage } from './envoyer-page.js';
import { tenirGuichet } from './guichet.policy.js';
import { Guichet } from './guichet.service.js';
import { AIDE_REPERE, designer, type SaisiePersonne, saisiePersonne } from './personne-designee.rules.js';

/** Why the agent is back here without having asked for it. */
const FINS: Record<string, { titre: string; suite: string }> = {
  expiree: {
    titre: 'Le dossier s’est refermé au bout de 30 minutes',
    suite: 'Les pièces dont vous avez vu l’accusé de réception sont enregistrées. Rouvrez le dossier pour continuer.',
  },
  depot: {
    titre: 'Ce dépôt n’a pas été enregistré : le dossier s’était refermé',
    suite:
      'Les fichiers que vous veniez d’envoyer n’ont pas été gardés. Rouvrez le dossier, puis déposez-les de nouveau. Les dépôts précédents sont enregistrés.',
  },
  close: {
    titre: 'Ce dossier est déjà refermé',
    suite: 'Il n’y a rien à faire de plus. Rouvrez-le si une pièce reste à déposer.',
  },
};

interface Props {
  contexte: Contexte;
  saisie?: SaisiePersonne;
  erreurs?: readonly ErreurDeChamp[];
  introuvable?: boolean;
  fin?: string | undefined;
}

const Introuvable = () => (
  <Alerte genre="warning" titre="Aucun dossier accessible ne correspond">
    <ul>
      <li>Vérifiez le nom de naissance et la date, ou le numéro unique, sur l’attestation de la personne.</li>
      <li>
        Si vous avez cherché par date de naissance, essayez avec le numéro unique : deux personnes peuvent se
        ressembler.
      </li>
      <li>
        Si la demande vise d’autres communes que celles de votre organisme, ou n’est plus active, elle ne s’ouvre pas
        ici : adressez la personne au guichet de la commune qu’elle a choisie.
      </li>
    </ul>
  </Alerte>
);

const recherche = ({ contexte, saisie, erreurs = [], introuvable = false, fin }: Props) => {
  const raison = fin && FINS[fin];
  return (
    <Page titre={erreurs.length > 0 ? 'Erreur : trouver un dossier' : 'Trouver un dossier'} contexte={contexte}>
      <h1>Trouver un dossier</h1>
      {raison && (
        <Alerte genre="warning" titre={raison.titre}>
          <p>{raison.suite}</p>
        </Alerte>
      )}
      <ResumeErreurs erreurs={erreurs} />
      {introuvable && <Introuvable />}
      <form method="post" action="/guichet" class="dun-formulaire" noValidate>
        <input type="hidden" name="_csrf" value={contexte.csrf} />
        <ChampTexte
          id="nom"
          libelle="Nom de naissance du demandeur"
          aide="Accents, tirets et majuscules n’ont pas d’importance"
          valeur={saisie?.nom}
          erreur={erreurDe(erreurs, 'nom')}
          autofocus={erreurs.length === 0}
          requis
        />
        <ChampTexte
          id="repere"
          libelle="Date de naissance ou numéro unique"
          aide={AIDE_REPERE}
          valeur={saisie?.repere}
          erreur={erreurDe(erreurs, 'repere')}
          requis
        />
        <button class="fr-btn">Ouvrir le dossier</button>
      </form>
      <p class="fr-mt-3w fr-text--sm">
        Le dossier s’ouvre pour 30 minutes, pour l’instruction de la demande. Votre recherche et cette ouverture sont
        inscrites dans un journal ; la personne peut lire qui a ouvert son dossier.
      </p>
    </Page>
  );
};

/** Where the desk begins, and comes back between two persons. Nothing of a person is ever in an address. */
@ApiExcludeController()
@Controller()
export class RecherchePage {
  constructor(private readonly guichet: Guichet) {}

  @PageHtml('guichet')
  @Autorise(tenirGuichet)
  formulaire(@Cadre() contexte: Contexte, @Query('fin') fin?: string): string {
    return rendre(recherche({ contexte, fin }));
  }

  @Post('guichet')
  @Autorise(tenirGuichet)
  async chercher(
    @Moi() sujet: SujetConnecte,
    @Body() corps: Record<string, unknown>,
    @Req() requete: RequeteConnectee,
    @Res() reponse: FastifyReply,
  ): Promise<void> {
    const saisie = saisiePersonne(corps);
    const { designation, erreurs } = designer(saisie);
    if (!designation) return envoyerPage(reponse, 422, recherche({ contexte: contexteDe(requete), saisie, erreurs }));
    const dossierId = await this.guichet.chercher(sujet, designation);
    if (!dossierId)
      return envoyerPage(reponse, 404, recherche({ contexte: contexteDe(requete), saisie, introuvable: true }));
    const consultation = await this.guichet.ouvrir(sujet, dossierId);
    await reponse.redirect(`/guichet/dossiers/${consultation}`, 303);
  }
}
