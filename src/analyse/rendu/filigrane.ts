import {
  PDFArray,
  PDFDict,
  PDFName,
  PDFPageLeaf,
  StandardFonts,
  type PDFDocument,
  type PDFFont,
  type PDFRef,
} from 'pdf-lib';
import { chaineWinAnsi, imprimable } from './texte.rules.js';

const nom = (valeur: string): PDFName => PDFName.of(valeur);
const CLE = 'Filigrane';
const PIED = 7;
const MARGE = 6;

interface Cadre {
  readonly x: number;
  readonly y: number;
  readonly largeur: number;
  readonly hauteur: number;
  readonly rotation: number;
}

const cadreDe = (page: PDFPageLeaf): Cadre => {
  const boite = (page.CropBox() ?? page.MediaBox()).asRectangle();
  const angle = page.Rotate()?.asNumber() ?? 0;
  return { x: boite.x, y: boite.y, largeur: boite.width, hauteur: boite.height, rotation: ((angle % 360) + 360) % 360 };
};

/** From what the reader sees (origin at the bottom left of the turned page) to the page's own space. */
export const matriceVisuelle = ({ x, y, largeur, hauteur, rotation }: Cadre): readonly number[] => {
  if (rotation === 90) return [0, 1, -1, 0, x + largeur, y];
  if (rotation === 180) return [-1, 0, 0, -1, x + largeur, y + hauteur];
  if (rotation === 270) return [0, -1, 1, 0, x, y + hauteur];
  return [1, 0, 0, 1, x, y];
};

const transparence = (part: number) => ({ Type: 'ExtGState', ca: part, CA: part });

const n = (valeur: number): string => valeur.toFixed(3);

/** Three light lines across the page, and the same words small and dark at its foot. */
const traits = (texte: string, largeur: number, hauteur: number, police: PDFFont): string => {
  const propre = imprimable(texte);
  const large = (taille: number): number => police.widthOfTextAtSize(propre, taille);
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
  private readonly dessins = new Map<string, PDFRef>();
  private readonly poses = new Map<string, PDFRef>();
  private readonly avant: PDFRef;

  private constructor(
    private readonly document: PDFDocument,
    private readonly texte: string,
    private readonly police: PDFFont,
  ) {
    this.avant = this.flux('q\n');
  }

  static async creer(document: PDFDocument, texte: string): Promise<Filigrane> {
    return new Filigrane(document, texte, await document.embedFont(StandardFonts.Helvetica));
  }

  poser(page: PDFPageLeaf): void {
    const cadre = cadreDe(page);
    const tournee = cadre.rotation % 180 === 90;
    const [largeur, hauteur] = tournee ? [cadre.hauteur, cadre.largeur] : [cadre.largeur, cadre.hauteur];
    const dessin = this.dessin(largeur, hauteur);
    const contenu = page.get(nom('Contents'));
    const courant = page.Contents();
    const ancien = courant instanceof PDFArray ? courant.asArray() : contenu ? [contenu] : [];
    page.set(nom('Contents'), this.document.context.obj([this.avant, ...ancien, this.pose(matriceVisuelle(cadre))]));
    page.set(nom('Resources'), this.ressources(page, dessin));
  }

  /** Resources may be shared between pages: the page gets its own, one entry richer. */
  private ressources(page: PDFPageLeaf, dessin: PDFRef): PDFDict {
    const siennes = page.Resources()?.clone() ?? this.document.context.obj({});
    const objets = siennes.lookup(nom('XObject'));
    const xobjets = objets instanceof PDFDict ? objets.clone() : this.document.context.obj({});
    xobjets.set(nom(CLE), dessin);
    siennes.set(nom('XObject'), xobjets);
    return siennes;
  }

  private pose(matrice: readonly number[]): PDFRef {
    const cle = matrice.map(n).join(' ');
    return this.unique(this.poses, cle, () => this.flux(`\nQ q ${cle} cm /${CLE} Do Q`));
  }

  private dessin(largeur: number, hauteur: number): PDFRef {
    return this.unique(this.dessins, `${n(largeur)} ${n(hauteur)}`, () => {
      return this.flux(traits(this.texte, largeur, hauteur, this.police), {
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, 0, largeur, hauteur],
        Resources: {
          Font: { Police: this.police.ref },
          ExtGState: { Leger: transparence(0.18), Fond: transparence(0.7), Net: transparence(1) },
        },
      });
    });
  }

  private flux(contenu: string, dict = {}): PDFRef {
    return this.document.context.register(this.document.context.stream(contenu, dict));
  }

  private unique(connus: Map<string, PDFRef>, cle: string, faire: () => PDFRef): PDFRef {
    const ref = connus.get(cle) ?? faire();
    connus.set(cle, ref);
    return ref;
  }
}
