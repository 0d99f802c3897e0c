/** One page that shows one JPEG. Sizes in pixels, and in points for the page. */
export interface PageImage {
  readonly jpeg: Uint8Array;
  readonly largeur: number;
  readonly hauteur: number;
  readonly page: { readonly largeur: number; readonly hauteur: number };
}

const A4_LONG = 841.89;

/** As large as an A4 sheet on its longer side, and as wide as the picture asks. */
export const pageA4 = (largeur: number, hauteur: number): PageImage['page'] => {
  const echelle = A4_LONG / Math.max(largeur, hauteur);
  return { largeur: largeur * echelle, hauteur: hauteur * echelle };
};

const nombre = (n: number): string => n.toFixed(2);

class Ecrivain {
  private readonly morceaux: Uint8Array[] = [];
  private readonly positions: number[] = [];
  private taille = 0;

  ecrire(donnees: string | Uint8Array): void {
    const octets = typeof donnees === 'string' ? Buffer.from(donnees, 'latin1') : donnees;
    this.morceaux.push(octets);
    this.taille += octets.length;
  }

  objet(numero: number, dictionnaire: string, flux?: string | Uint8Array): void {
    this.positions[numero] = this.taille;
    this.ecrire(`${numero} 0 obj\n${dictionnaire}\n`);
    if (flux !== undefined) {
      this.ecrire('stream\n');
      this.ecrire(flux);
      this.ecrire('\nendstream\n');
    }
    this.ecrire('endobj\n');
  }

  finir(): Buffer {
    const debut = this.taille;
    const lignes = this.positions.slice(1).map((position) => `${String(position).padStart(10, '0')} 00000 n \n`);
    const total = lignes.length + 1;
    this.ecrire(`xref\n0 ${total}\n0000000000 65535 f \n${lignes.join('')}`);
    this.ecrire(`trailer\n<< /Size ${total} /Root 1 0 R >>\nstartxref\n${debut}\n%%EOF\n`);
    return Buffer.concat(this.morceaux);
  }
}

// After the catalog and the tree: sheet, content and picture of each page.
const premier = (rang: number): number => 3 + rang * 3;

/** A PDF of pictures, written by hand: loading a PDF library costs more than decoding a photo. */
export const pdfDImages = (pages: readonly PageImage[]): Buffer => {
  const pdf = new Ecrivain();
  pdf.ecrire(Buffer.from('%PDF-1.5\n%\xE2\xE3\xCF\xD3\n', 'latin1'));
  pdf.objet(1, '<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>');
  const enfants = pages.map((_, rang) => `${premier(rang)} 0 R`).join(' ');
  pdf.objet(2, `<< /Type /Pages /Count ${pages.length} /Kids [${enfants}] >>`);
  pages.forEach(({ jpeg, largeur, hauteur, page }, rang) => {
    const [w, h] = [nombre(page.largeur), nombre(page.hauteur)];
    const [feuille, contenu, image] = [premier(rang), premier(rang) + 1, premier(rang) + 2];
    const dessin = `q ${w} 0 0 ${h} 0 0 cm /I Do Q`;
    pdf.objet(
      feuille,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${w} ${h}] /Contents ${contenu} 0 R /Resources << /XObject << /I ${image} 0 R >> >> >>`,
    );
    pdf.objet(contenu, `<< /Length ${dessin.length} >>`, dessin);
    pdf.objet(
      image,
      `<< /Type /XObject /Subtype /Image /Width ${largeur} /Height ${hauteur} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`,
      jpeg,
    );
  });
  return pdf.finir();
};
