import type { ComponentChildren } from 'preact';
import { adresseDe } from './adresses.js';

export interface Menu {
  libelle: string;
  href: string;
}

/** Everything a page knows of the request it answers. */
export interface Contexte {
  /** Path of the page, to mark it in the menu. */
  chemin: string;
  /** Name shown to the person who signed in; null for a visitor. */
  nom: string | null;
  menu: readonly Menu[];
  csrf: string;
  demonstration: boolean;
  /** Said once, after an act. */
  annonce?: string | undefined;
}

interface Props {
  titre: string;
  contexte: Contexte;
  children: ComponentChildren;
}

export const TITRE_SERVICE = 'Dossier unique';

const Compte = ({ contexte: { nom, csrf } }: { contexte: Contexte }) =>
  nom ? (
    <form method="post" action="/deconnexion" class="dun-ligne">
      <span>{nom}</span>
      <input type="hidden" name="_csrf" value={csrf} />
      <button class="fr-btn fr-btn--tertiary fr-btn--sm">Se déconnecter</button>
    </form>
  ) : (
    <a class="fr-btn fr-btn--tertiary fr-btn--sm" href="/connexion">
      Se connecter
    </a>
  );

const Navigation = ({ contexte: { chemin, menu } }: { contexte: Contexte }) =>
  menu.length === 0 ? null : (
    <nav class="dun-menu" id="menu" aria-label="Menu principal">
      <ul>
        {menu.map(({ libelle, href }) => (
          <li>
            <a href={href} aria-current={href === chemin ? 'page' : undefined}>
              {libelle}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );

const Entete = ({ contexte }: { contexte: Contexte }) => (
  <header class="dun-entete">
    <div class="fr-container">
      <div class="dun-entete-ligne">
        <a class="dun-service" href="/" title={`Accueil - ${TITRE_SERVICE}`}>
          {TITRE_SERVICE}
        </a>
        <Compte contexte={contexte} />
      </div>
      <Navigation contexte={contexte} />
    </div>
  </header>
);

const Pied = () => (
  <footer class="fr-footer" id="pied">
    <div class="fr-container">
      <div class="fr-footer__bottom">
        <ul class="fr-footer__bottom-list">
          <li class="fr-footer__bottom-item">
            <a class="fr-footer__bottom-link" href="/accessibilite">
              Accessibilité : non auditée
            </a>
          </li>
          <li class="fr-footer__bottom-item">
            <a class="fr-footer__bottom-link" href="/donnees-personnelles">
              Données personnelles
            </a>
          </li>
        </ul>
      </div>
    </div>
  </footer>
);

/** The frame of every page. */
export const Page = ({ titre, contexte, children }: Props) => (
  <html lang="fr">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${titre} - ${TITRE_SERVICE}`}</title>
      <meta name="robots" content="noindex" />
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href={adresseDe('style.css')} />
      <script src={adresseDe('islands.js')} defer />
    </head>
    <body>
      <div class="fr-skiplinks">
        <nav class="fr-container" aria-label="Accès rapide">
          <ul class="fr-skiplinks__list">
            <li>
              <a class="fr-link" href="#contenu">
                Contenu
              </a>
            </li>
            {contexte.menu.length > 0 && (
              <li>
                <a class="fr-link" href="#menu">
                  Menu
                </a>
              </li>
            )}
            <li>
              <a class="fr-link" href="#pied">
                Pied de page
              </a>
            </li>
          </ul>
        </nav>
      </div>
      {contexte.demonstration && (
        <aside class="dun-demonstration" aria-label="Démonstration">
          Démonstration : personnes et documents inventés, ce n’est pas un service officiel.
        </aside>
      )}
      <Entete contexte={contexte} />
      <main id="contenu" class="fr-container dun-main" tabIndex={-1}>
        {contexte.annonce && (
          <div class="fr-alert fr-alert--success fr-alert--sm fr-mb-3w" role="status">
            <p>{contexte.annonce}</p>
          </div>
        )}
        {children}
      </main>
      <Pied />
    </body>
  </html>
);
