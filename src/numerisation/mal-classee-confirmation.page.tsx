import { enInstant, libelleDe } from '../referentiel/index.js';
import { ChampTexte, type Contexte, type ErreurDeChamp, erreurDe, Page, ResumeErreurs } from '../ui/index.js';
import type { Egarement } from './mal-classees.service.js';
import type { Lecteur } from './mal-classee.rules.js';
import { AIDE_REPERE, type SaisiePersonne } from './personne-designee.rules.js';
import { numeroEnClair } from './saisie.rules.js';

interface Props {
  contexte: Contexte;
  egarement: Egarement;
  saisie?: SaisiePersonne;
  erreurs?: readonly ErreurDeChamp[];
}

const Lecteurs = ({ lecteurs }: { lecteurs: readonly Lecteur[] }) => (
  <section>
    <h2 class="fr-h4">Qui l’a lue depuis son dépôt</h2>
    {lecteurs.length === 0 ? (
      <p>Aucun agent ne l’a ouverte. La personne du dossier, elle, a pu la voir.</p>
    ) : (
      <ul>
        {lecteurs.map(({ organisme, pseudonyme, lueLe, emportee }) => (
          <li>
            {organisme}, agent {pseudonyme}, le {enInstant(lueLe)}
            {emportee ? ' : emportée dans le PDF du dossier' : ' : lue à l’écran'}
          </li>
        ))}
      </ul>
    )}
  </section>
);

/** Before anything is done: what, who saw it, what will happen, and whose it is. */
export const confirmation = ({ contexte, egarement: { piece, lecteurs }, saisie, erreurs = [] }: Props) => (
  <Page titre={erreurs.length > 0 ? 'Erreur : pièce mal classée' : 'Pièce mal classée'} contexte={contexte}>
    <h1>Retirer une pièce rangée dans le mauvais dossier</h1>
    <ResumeErreurs erreurs={erreurs} />
    <p class="fr-text--lead">
      {libelleDe(piece.type)}, déposée le {enInstant(piece.deposeeLe)}
      {piece.numeroUnique && ` dans le dossier de la demande ${numeroEnClair(piece.numeroUnique)}`}.
    </p>
    <Lecteurs lecteurs={lecteurs} />
    <section>
      <h2 class="fr-h4">Ce qui va se passer</h2>
      <ul>
        <li>La pièce est retirée tout de suite, pour tout le monde, puis détruite. Cela ne se défait pas.</li>
        <li>Le papier est à numériser de nouveau dans le bon dossier.</li>
        <li>
          Les personnes concernées reçoivent un message qui ne dit rien l’une de l’autre. Leur journal garde la liste
          des lecteurs.
        </li>
      </ul>
    </section>
    <form method="post" action={`/guichet/pieces/${piece.id}/mal-classee`} class="dun-formulaire" noValidate>
      <input type="hidden" name="_csrf" value={contexte.csrf} />
      <h2 class="fr-h4 fr-mt-3w">À qui appartient cette pièce ?</h2>
      <ChampTexte
        id="nom"
        libelle="Nom de naissance du demandeur"
        valeur={saisie?.nom}
        erreur={erreurDe(erreurs, 'nom')}
        autofocus={erreurs.length === 0}
      />
      <ChampTexte
        id="repere"
        libelle="Date de naissance ou numéro unique"
        aide={AIDE_REPERE}
        valeur={saisie?.repere}
        erreur={erreurDe(erreurs, 'repere')}
      />
      <div class="fr-checkbox-group fr-mb-3w">
        <input type="checkbox" id="inconnu" name="inconnu" value="oui" />
        <label class="fr-label" for="inconnu">
          Je ne sais pas à qui elle appartient
          <span class="fr-hint-text">Seule la personne du mauvais dossier sera prévenue</span>
        </label>
      </div>
      <div class="dun-ligne">
        <button class="fr-btn">Retirer et détruire cette pièce</button>
        <a class="fr-btn fr-btn--secondary" href="/guichet/depots">
          Annuler
        </a>
      </div>
    </form>
  </Page>
);
