import type { Personne } from '../demandes/index.js';
import { etatEnClair, type PieceVue } from '../pieces/index.js';
import { enJour } from '../referentiel/index.js';
import { Vignette } from '../ui/index.js';
import { enPages } from './consultation-pieces.page.js';

const VIGNETTES_MONTREES = 4;

/** The address of each page in the sprite of its fichier, in the order of the pièce. */
export const pagesDe = ({ id, fichiers }: PieceVue) =>
  fichiers
    .filter(({ etat }) => etat === 'PRET')
    .flatMap(({ rang, pages }) =>
      Array.from({ length: pages ?? 0 }, (_, i) => ({
        planche: `/pieces/${id}/vignettes/${rang}`,
        pages: pages ?? 0,
        page: i + 1,
      })),
    );

const Vignettes = ({ piece }: { piece: PieceVue }) => {
  const pages = piece.etat === 'RETIREE' ? [] : pagesDe(piece);
  if (pages.length === 0) return null;
  const restantes = pages.length - VIGNETTES_MONTREES;
  return (
    <ul class="dun-vignettes">
      {pages.slice(0, VIGNETTES_MONTREES).map((page, i) => (
        <li>
          <Vignette {...page} texte={`Page ${i + 1} sur ${pages.length} — ${piece.libelle}`} />
        </li>
      ))}
      {restantes > 0 && <li>et {enPages(restantes)} de plus</li>}
    </ul>
  );
};

export const BadgeEtat = ({ piece }: { piece: PieceVue }) => {
  const { badge, couleur } = etatEnClair(piece);
  return <span class={`fr-badge fr-badge--no-icon fr-badge--${couleur}`}>{badge}</span>;
};

export const nomsDesPersonnes = ({ personnes }: PieceVue, toutes: readonly Personne[]): string =>
  toutes
    .filter(({ id }) => personnes.includes(id))
    .map(({ prenom, nom }) => `${prenom} ${nom}`)
    .join(', ');

const faitsDe = (piece: PieceVue, personnes: readonly Personne[]): string[] => [
  ...(personnes.length > 1 ? [nomsDesPersonnes(piece, personnes)] : []),
  piece.deposant === 'agent'
    ? `Déposée le ${enJour(new Date(piece.deposeeLe))} par ${piece.organisme ?? 'un guichet'}, papier reçu le ${enJour(new Date(piece.recueLe))}`
    : `Déposée le ${enJour(new Date(piece.deposeeLe))}`,
  ...(piece.pages > 0 && piece.etat !== 'RETIREE' ? [enPages(piece.pages)] : []),
];

/** A pièce in the dossier of the person. */
export const CartePiece = ({ piece, personnes }: { piece: PieceVue; personnes: readonly Personne[] }) => {
  const { genre, phrase } = etatEnClair(piece);
  return (
    <li class="dun-carte" id={`piece-${piece.id}`} data-etat={piece.etat}>
      <h3 class="fr-h6 fr-mb-1w">
        <a href={`/pieces/${piece.id}`}>{piece.libelle}</a>
      </h3>
      <p class="fr-mb-1w">
        <BadgeEtat piece={piece} />
      </p>
      <p class="fr-mb-1w">{phrase}</p>
      <p class="fr-text--sm fr-mb-1w">{faitsDe(piece, personnes).join(' · ')}</p>
      {genre === 'A_REFAIRE' && (
        <a class="fr-btn fr-btn--sm" href={`/dossier/depot?piece=${piece.id}`}>
          Déposer de nouveau
          <span class="fr-sr-only"> : {piece.libelle}</span>
        </a>
      )}
      <Vignettes piece={piece} />
    </li>
  );
};
