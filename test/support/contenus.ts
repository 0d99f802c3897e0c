import { createHash } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';
import sharp, { type Sharp } from 'sharp';
import type { Upload } from '../../docker/demonstration/client.mjs';
import { eicar } from '../../docker/demonstration/documents.mjs';
import type { Hasard } from './hasard.js';

/** The right end of a content, whatever dies on its way. */
export type Fin = 'PRET' | 'INFECTE' | 'REFUSE';

export interface Contenu extends Upload {
  fin: Fin;
  sha256: string;
}

const contenu = (name: string, type: string, bytes: Buffer, fin: Fin = 'PRET'): Contenu => ({
  name,
  type,
  bytes,
  fin,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** Small and all different: grain drawn at random, or a number written inside. */
export class Contenus {
  private rang = 0;

  constructor(private readonly hasard: Hasard) {}

  jpeg = async (): Promise<Contenu> => contenu(`photo-${++this.rang}.jpg`, 'image/jpeg', await this.photo());

  png = async (): Promise<Contenu> =>
    contenu(`capture-${++this.rang}.png`, 'image/png', await this.image().png().toBuffer());

  pdf = async (): Promise<Contenu> => {
    const document = await PDFDocument.create();
    for (let page = 0; page < this.hasard.entre(1, 2); page += 1) {
      document
        .addPage([200, 280])
        .drawText(`Specimen ${++this.rang}.${this.hasard.entre(0, 1e9)}`, { x: 20, y: 200, size: 12 });
    }
    return contenu(`courrier-${this.rang}.pdf`, 'application/pdf', Buffer.from(await document.save()));
  };

  infecte = async (): Promise<Contenu> => {
    const suite = Buffer.from(` ${++this.rang}.${this.hasard.entre(0, 1e9)}`);
    return contenu(`facture-${this.rang}.pdf`, 'application/pdf', Buffer.concat([eicar(), suite]), 'INFECTE');
  };

  tronque = async (): Promise<Contenu> => {
    const photo = await this.photo();
    return contenu(`coupee-${++this.rang}.jpg`, 'image/jpeg', photo.subarray(0, photo.length * 0.6), 'REFUSE');
  };

  /** What one pièce holds: mostly one good file, sometimes two, sometimes a bad one, sometimes a good and a bad one. */
  async piece(): Promise<Contenu[]> {
    const tirage = this.hasard.entre(1, 100);
    if (tirage <= 8) return [await this.infecte()];
    if (tirage <= 16) return [await this.tronque()];
    if (tirage <= 20) return [await this.jpeg(), await this.tronque()];
    if (tirage <= 30) return [await this.jpeg(), await this.png()];
    if (tirage <= 50) return [await this.png()];
    if (tirage <= 70) return [await this.pdf()];
    return [await this.jpeg()];
  }

  private image(): Sharp {
    const [width, height] = [this.hasard.entre(40, 90), this.hasard.entre(40, 90)];
    return sharp(this.hasard.octets(width * height * 3), { raw: { width, height, channels: 3 } });
  }

  private photo(): Promise<Buffer> {
    return this.image().jpeg({ quality: 90 }).toBuffer();
  }
}
