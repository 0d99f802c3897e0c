import { Controller } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Cadre, Ouvert, PageHtml } from './acces/index.js';
import { type Contexte, Page, rendre } from './ui/index.js';

const accueil = (contexte: Contexte) => (
  <Page titre="Accueil" contexte={contexte}>
    <h1>Vos pièces pour un logement social, données une seule fois</h1>
    <p class="fr-text--lead">
      Déposez ici les justificatifs de votre demande. Les organismes qui en ont le droit les lisent ; personne ne vous
      les redemande.
    </p>
    <p>
      <a class="fr-btn" href={contexte.menu[0]?.href ?? '/connexion'}>
        {contexte.menu[0]?.libelle ?? 'Se connecter'}
      </a>
    </p>
    <div class="dun-deux">
      <section>
        <h2>Vous demandez un logement</h2>
        <p>
          Photographiez vos documents avec votre téléphone. Chaque fichier est vérifié, mis au propre et gardé chiffré.
          Vous voyez à tout moment qui a lu votre dossier, et pourquoi.
        </p>
      </section>
      <section>
        <h2>Vous tenez un guichet ou gérez des logements</h2>
        <p>
          Numérisez le papier une fois pour tous. Ouvrez un dossier pour une raison précise, et emportez-le complet en
          un seul PDF.
        </p>
      </section>
    </div>
  </Page>
);

const donnees = (contexte: Contexte) => (
  <Page titre="Données personnelles" contexte={contexte}>
    <h1>Données personnelles</h1>
    <p>
      Vos pièces servent uniquement à l’attribution d’un logement social. Elles sont lues par les organismes que la loi
      désigne (article R441-2-6 du code de la construction et de l’habitation), sur les communes que vous avez choisies.
    </p>
    <p>Le fichier d’origine est effacé 30 jours après sa vérification ; seul le PDF vérifié est gardé, chiffré.</p>
    <p>Chaque lecture est inscrite dans un journal que vous seul pouvez lire en entier.</p>
  </Page>
);

const accessibilite = (contexte: Contexte) => (
  <Page titre="Accessibilité" contexte={contexte}>
    <h1>Accessibilité : non auditée</h1>
    <p>
      Ce service n’a pas encore fait l’objet d’un audit RGAA. Ses pages sont conçues pour être utilisées au clavier,
      avec un lecteur d’écran, sur téléphone et sans JavaScript, et sont vérifiées par des tests automatiques.
    </p>
  </Page>
);

/** The pages everybody may read. */
@Ouvert()
@ApiExcludeController()
@Controller()
export class AccueilPage {
  @PageHtml('')
  accueil(@Cadre() contexte: Contexte): string {
    return rendre(accueil(contexte));
  }

  @PageHtml('donnees-personnelles')
  donnees(@Cadre() contexte: Contexte): string {
    return rendre(donnees(contexte));
  }

  @PageHtml('accessibilite')
  accessibilite(@Cadre() contexte: Contexte): string {
    return rendre(accessibilite(contexte));
  }
}
