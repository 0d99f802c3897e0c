import { type Dict, estDict, type MiseAJour, type Objet, type Page } from './objets-pdf.js';
import { chaineWinAnsi, imprimable } from './texte.rules.js';

const CLE = '/Filigrane';
const PIED = 7;
const MARGE = 6;

interface Cadre {
  readonly x: number;
  readonly y: number;
  readonly largeur: number;
  readonly hauteur: number;
  readonly rotation: number;
}

type Boite = readonly [gauche: number, bas: number, droite: number, haut: number];
const LETTRE: Boite = [0, 0, 612, 792];

const estPleine = ([gauche, bas, droite, haut]: Boite): boolean => droite > gauche && haut > bas;

const boiteDe = (objet: Objet | undefined): Boite | undefined => {
  if (!Array.isArray(objet)) return undefined;
  const [x1, y1, x2, y2] = objet.map(Number);
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) return undefined;
  const boite: Boite = [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
  return estPleine(boite) ? boite : undefined;
};

/** What is shown of the page: its crop, no larger than its sheet. */
export const cadreDe = (page: Dict): Cadre => {
  const feuille = boiteDe(page['/MediaBox']) ?? LETTRE;
  const coupe = boiteDe(page['/CropBox']) ?? feuille;
  const commune: Boite = [
    Math.max(feuille[0], coupe[0]),
    Math.max(feuille[1], coupe[1]),
    Math.min(feuille[2], coupe[2]),
    Math.min(feuille[3], coupe[3]),
  ];
  const [gauche, bas, droite, haut] = estPleine(commune) ? commune : feuille;
  const angle = Number(page['/Rotate'] ?? 0) || 0;
  const rotation = ((angle % 360) + 360) % 360;
  return { x: gauche, y: bas, largeur: droite - gauche, hauteur: haut - bas, rotation };
};

/** From what the reader sees (origin at the bottom left of the turned page) to the page's own space. */
export const matriceVisuelle = ({ x, y, largeur, hauteur, rotation }: Cadre): readonly number[] => {
  if (rotation === 90) return [0, 1, -1, 0, x + largeur, y];
  if (rotation === 180) return [-1, 0, 0, -1, x + largeur, y + hauteur];
  if (rotation === 270) return [0, -1, 1, 0, x, y + hauteur];
  return [1, 0, 0, 1, x, y];
};

const transparence = (part: number): Dict => ({ '/Type': '/ExtGState', '/ca': part, '/CA': part });

const n = (valeur: number): string => valeur.toFixed(3);

/** How wide a text is in Helvetica, at this size. */
export type Mesure = (texte: string, taille: number) => number;

/** Three light lines across the page, and the same words small and dark at its foot. */
const traits = (texte: string, largeur: number, hauteur: number, mesurer: Mesure): string => {
  const propre = imprimable(texte);
  const large = (taille: number): number => mesurer(propre, taille);
  const angle = Math.atan2(hauteur, largeur);
  const taille = Math.min(28, (0.7 * Math.hypot(largeur, hauteur)) / large(1));
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const demi = large(taille) / 2;
  const lignes = [0.28, 0.5, 0.72].map((part) => {
    const [cx, cy] = [largeur / 2, hauteur * part];
    return `${[cos, sin, -sin, cos, cx - demi * cos, cy - demi * sin].map(n).join(' ')} Tm ${chaineWinAnsi(texte)} Tj`;
  });
  const pied = Math.min(PIED, (largeur - 2 * MARGE) / large(1));
  const fond = `/Fond gs 1 g 0 0 ${n(largeur)} ${n(pied + MARGE)} re f`;
  const bas = `/Net gs 0.15 g BT /Police ${n(pied)} Tf ${MARGE} ${n(MARGE / 2 + 1)} Td ${chaineWinAnsi(texte)} Tj ET`;
  // An artifact: screen readers pass over it instead of reading it out on every page.
  return `/Artifact BMC /Leger gs 0.35 g BT /Police ${n(taille)} Tf ${lignes.join(' ')} ET ${fond} ${bas} EMC`;
};

/** Lays one text over every page. What is drawn is written once for each page size, and shared. */
export class Filigrane {
  private readonly dessins = new Map<string, string>();
  private readonly poses = new Map<string, string>();
  private readonly avant: string;
  private readonly police: string;

  constructor(
    private readonly cible: MiseAJour,
    private readonly texte: string,
    private readonly mesurer: Mesure,
  ) {
    this.avant = cible.ajouterFlux('q\n');
    this.police = cible.ajouter({
      '/Type': '/Font',
      '/Subtype': '/Type1',
      '/BaseFont': '/Helvetica',
      '/Encoding': '/WinAnsiEncoding',
    });
  }

  poser({ ref, dict, contenus }: Page): void {
    const cadre = cadreDe(dict);
    const tournee = cadre.rotation % 180 === 90;
    const [largeur, hauteur] = tournee ? [cadre.hauteur, cadre.largeur] : [cadre.largeur, cadre.hauteur];
    const ressources = estDict(dict['/Resources']) ? dict['/Resources'] : {};
    const xobjets = estDict(ressources['/XObject']) ? ressources['/XObject'] : {};
    // Resources may be shared between pages: the page gets its own, one entry richer.
    this.cible.remplacer(ref, {
      ...dict,
      '/Contents': [this.avant, ...contenus, this.pose(matriceVisuelle(cadre))],
      '/Resources': { ...ressources, '/XObject': { ...xobjets, [CLE]: this.dessin(largeur, hauteur) } },
    });
  }

  private pose(matrice: readonly number[]): string {
    const cle = matrice.map(n).join(' ');
    return this.unique(this.poses, cle, () => this.cible.ajouterFlux(`\nQ q ${cle} cm ${CLE} Do Q`));
  }

  private dessin(largeur: number, hauteur: number): string {
    return this.unique(this.dessins, `${n(largeur)} ${n(hauteur)}`, () =>
      this.cible.ajouterFlux(traits(this.texte, largeur, hauteur, this.mesurer), {
        '/Type': '/XObject',
        '/Subtype': '/Form',
        '/BBox': [0, 0, largeur, hauteur],
        '/Resources': {
          '/Font': { '/Police': this.police },
          '/ExtGState': { '/Leger': transparence(0.18), '/Fond': transparence(0.7), '/Net': transparence(1) },
        },
      }),
    );
  }

  private unique(connus: Map<string, string>, cle: string, faire: () => string): string {
    const ref = connus.get(cle) ?? faire();
    connus.set(cle, ref);
    return ref;
  }
}
