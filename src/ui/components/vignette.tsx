const CELLULE = 300;
const COLONNES = 10;

interface Props {
  /** Address of the sprite: every page of one fichier. */
  planche: string;
  pages: number;
  /** From 1. */
  page?: number;
  texte: string;
}

/** One page out of a sprite: a view box rather than a style, for the pages allow no inline style. */
export const Vignette = ({ planche, pages, page = 1, texte }: Props) => {
  const colonnes = Math.min(pages, COLONNES);
  const [gauche, haut] = [(page - 1) % colonnes, Math.floor((page - 1) / colonnes)];
  return (
    <svg
      class="dun-vignette"
      viewBox={`${gauche * CELLULE} ${haut * CELLULE} ${CELLULE} ${CELLULE}`}
      role="img"
      aria-label={texte}
    >
      <image href={planche} width={colonnes * CELLULE} height={Math.ceil(pages / colonnes) * CELLULE} />
    </svg>
  );
};
