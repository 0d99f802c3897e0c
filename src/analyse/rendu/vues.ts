import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chargerSharp } from './sharp.js';

/** Pixels of one page, as large as the largest picture made from it. */
export interface Trame {
  readonly pixels: Uint8Array;
  readonly largeur: number;
  readonly hauteur: number;
  readonly canaux: 3 | 4;
}

export const APERCU = 1200;
export const CELLULE = 300;
const COLONNES = 10;

export interface Vues {
  readonly vignettes: string;
  readonly colonnes: number;
  readonly cellule: number;
  readonly apercus: string[];
  readonly largeurs: number[];
  readonly hauteurs: number[];
}

const ouvrir = async ({ pixels, largeur, hauteur, canaux }: Trame) =>
  (await chargerSharp())(pixels, { raw: { width: largeur, height: hauteur, channels: canaux } });

/** Previews and the sprite of thumbnails, page after page; only one page is held in memory besides the sprite. */
export class Planche {
  private readonly apercus: string[] = [];
  private readonly largeurs: number[] = [];
  private readonly hauteurs: number[] = [];
  private readonly colonnes: number;
  private readonly planche: Buffer;

  constructor(
    private readonly dossier: string,
    private readonly pages: number,
  ) {
    this.colonnes = Math.min(pages, COLONNES);
    this.planche = Buffer.alloc(this.colonnes * CELLULE * Math.ceil(pages / this.colonnes) * CELLULE * 3, 0xff);
  }

  async ajouter(trame: Trame): Promise<void> {
    const rang = this.apercus.length;
    const chemin = join(this.dossier, `apercu-${rang + 1}.jpg`);
    const { data, info } = await (
      await ouvrir(trame)
    )
      .removeAlpha()
      .resize(APERCU, APERCU, { fit: 'inside', withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const reduite = { pixels: data, largeur: info.width, hauteur: info.height, canaux: 3 } as const;
    await (await ouvrir(reduite)).jpeg({ quality: 75 }).toFile(chemin);
    this.poser(rang, await this.vignette(reduite));
    this.apercus.push(chemin);
    this.largeurs.push(info.width);
    this.hauteurs.push(info.height);
  }

  async finir(): Promise<Vues> {
    const { colonnes, apercus, largeurs, hauteurs } = this;
    const vignettes = join(this.dossier, 'vignettes.jpg');
    const largeur = colonnes * CELLULE;
    const hauteur = Math.ceil(this.pages / colonnes) * CELLULE;
    const image = await ouvrir({ pixels: this.planche, largeur, hauteur, canaux: 3 });
    await writeFile(vignettes, await image.jpeg({ quality: 75 }).toBuffer());
    return { vignettes, colonnes, cellule: CELLULE, apercus, largeurs, hauteurs };
  }

  private async vignette(reduite: Trame): Promise<Buffer> {
    return (await ouvrir(reduite)).resize(CELLULE, CELLULE, { fit: 'contain', background: '#ffffff' }).raw().toBuffer();
  }

  private poser(rang: number, vignette: Buffer): void {
    const ligne = CELLULE * 3;
    const gauche = (rang % this.colonnes) * ligne;
    const haut = Math.floor(rang / this.colonnes) * CELLULE;
    for (let y = 0; y < CELLULE; y += 1) {
      vignette.copy(this.planche, (haut + y) * this.colonnes * ligne + gauche, y * ligne, (y + 1) * ligne);
    }
  }
}
