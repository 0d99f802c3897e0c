import { rgb, StandardFonts, type PDFDocument, type PDFFont, type PDFPage } from 'pdf-lib';
import { MENTION_ACCES_RESTREINT } from '../../referentiel/index.js';
import type { Couverture } from './rendu.schema.js';
import { imprimable } from './texte.rules.js';

const A4 = [595.28, 841.89] as const;
const MARGE = 56;
const BAS = 60;
const GRIS = rgb(0.35, 0.35, 0.35);
const NOIR = rgb(0.09, 0.09, 0.09);

/** Longest beginning of a word that fits; a name without space must not run out of the sheet. */
const couperMot = (mot: string, tient: (texte: string) => boolean): string[] => {
  const bouts: string[] = [];
  let reste = mot;
  while (!tient(reste) && reste.length > 1) {
    let longueur = reste.length - 1;
    while (longueur > 1 && !tient(reste.slice(0, longueur))) longueur -= 1;
    bouts.push(reste.slice(0, longueur));
    reste = reste.slice(longueur);
  }
  return [...bouts, reste];
};

export const couperEnLignes = (texte: string, tient: (texte: string) => boolean): string[] => {
  const lignes: string[] = [];
  for (const mot of texte.split(' ').flatMap((un) => couperMot(un, tient))) {
    const derniere = lignes.at(-1);
    if (derniere !== undefined && tient(`${derniere} ${mot}`)) lignes[lignes.length - 1] = `${derniere} ${mot}`;
    else lignes.push(mot);
  }
  return lignes;
};

interface Style {
  readonly taille: number;
  readonly gras?: boolean;
  readonly gris?: boolean;
  readonly retrait?: number;
  readonly espace?: number;
}

class Feuillet {
  private page: PDFPage;
  private y = A4[1] - MARGE;

  constructor(
    private readonly document: PDFDocument,
    private readonly polices: { readonly maigre: PDFFont; readonly grasse: PDFFont },
  ) {
    this.page = document.addPage([...A4]);
  }

  ecrire(texte: string, { taille, gras = false, gris = false, retrait = 0, espace = 4 }: Style): void {
    const police = gras ? this.polices.grasse : this.polices.maigre;
    const largeur = A4[0] - 2 * MARGE - retrait;
    const tient = (un: string): boolean => police.widthOfTextAtSize(un, taille) <= largeur;
    for (const ligne of couperEnLignes(imprimable(texte), tient)) {
      this.y -= taille * 1.3;
      if (this.y < BAS) this.tourner(taille);
      this.page.drawText(ligne, {
        x: MARGE + retrait,
        y: this.y,
        size: taille,
        font: police,
        color: gris ? GRIS : NOIR,
      });
    }
    this.y -= espace;
  }

  private tourner(taille: number): void {
    this.page = this.document.addPage([...A4]);
    this.y = A4[1] - MARGE - taille;
  }
}

const pluriel = (nombre: number): string => `${nombre} page${nombre > 1 ? 's' : ''}`;

/** Who reads, why, when, and what is in the file; as many sheets as the list needs. */
export const ecrireCouverture = async (document: PDFDocument, couverture: Couverture): Promise<void> => {
  const maigre = await document.embedFont(StandardFonts.Helvetica);
  const grasse = await document.embedFont(StandardFonts.HelveticaBold);
  const feuillet = new Feuillet(document, { maigre, grasse });
  const ligne = (titre: string, valeur: string): void => {
    feuillet.ecrire(titre, { taille: 9, gris: true, espace: 0 });
    feuillet.ecrire(valeur, { taille: 12, espace: 8 });
  };
  feuillet.ecrire(couverture.titre, { taille: 22, gras: true, espace: 18 });
  ligne('Demandeur', couverture.demandeur);
  ligne('Numéro unique de la demande', couverture.numeroUnique);
  ligne('Consulté par', `${couverture.lecteur}, ${couverture.organisme}`);
  ligne('Pour', couverture.finalite);
  ligne('Le', couverture.dateHeure);
  ligne('Référence au journal', couverture.referenceJournal);
  feuillet.ecrire(`Pièces de ce dossier (${couverture.pieces.length})`, { taille: 14, gras: true, espace: 6 });
  couverture.pieces.forEach(({ libelle, personnes, deposeeLe, pages }, rang) => {
    feuillet.ecrire(`${rang + 1}. ${libelle}`, { taille: 11, espace: 0 });
    const details = [personnes.join(', '), `déposée le ${deposeeLe}`, pluriel(pages)].filter(Boolean).join(' · ');
    feuillet.ecrire(details, { taille: 9, gris: true, retrait: 16, espace: 6 });
  });
  feuillet.ecrire(MENTION_ACCES_RESTREINT, { taille: 10, gras: true, espace: 6 });
};
