import { Catch } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Problem, ProblemFilter } from '../platform/http/index.js';
import { type Contexte, Page, rendre } from '../ui/index.js';
import { estApi } from './acces.guard.js';
import type { RequeteConnectee } from './autorise.decorator.js';
import { contexteDe } from './page.decorator.js';

const TITRES: Record<number, string> = {
  403: 'Cette page n’est plus valable',
  404: 'Introuvable',
  503: 'Service momentanément indisponible',
};

const erreur = (contexte: Contexte, refus: Problem, requete: string) => {
  const titre = TITRES[refus.getStatus()] ?? 'Cela n’a pas abouti';
  return (
    <Page titre={titre} contexte={contexte}>
      <h1>{titre}</h1>
      <p class="fr-text--lead">{refus.message}</p>
      <p>
        <a class="fr-btn" href={contexte.menu[0]?.href ?? '/'}>
          {contexte.menu[0]?.libelle ?? 'Revenir à l’accueil'}
        </a>
      </p>
      <p class="fr-text--sm">Référence à donner si vous demandez de l’aide : {requete}</p>
    </Page>
  );
};

/** What goes wrong is a page for a person, a problem (RFC 9457) for a program; a visitor is first asked to sign in. */
@Catch()
export class ErreurPage extends ProblemFilter {
  protected override answer(refus: Problem, requete: RequeteConnectee, reponse: FastifyReply): void {
    const lisible = !estApi(requete) && requete.headers.accept?.includes('text/html') && requete.session;
    if (!lisible) return super.answer(refus, requete, reponse);
    if (refus.getStatus() === 401 && refus.code === 'connexion.requise') {
      const perdu = requete.method === 'GET' ? '' : '&perdu=1';
      const retour = encodeURIComponent(requete.url.split('?')[0] ?? '/');
      void reponse.redirect(`/connexion?retour=${retour}${perdu}`, 303);
      return;
    }
    void reponse
      .status(refus.getStatus())
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(rendre(erreur(contexteDe(requete), refus, requete.id)));
  }
}
