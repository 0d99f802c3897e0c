import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { degrees, PDFDocument, PDFName, PDFString, rgb, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';

// Documents of persons who do not exist, made when asked for: no picture and no test virus is committed.
const A4 = [595.28, 841.89];
const NOIR = rgb(0.1, 0.1, 0.15);

/** A PDF whose pages are lists of lines; SPÉCIMEN lies across each of them. */
async function imprimer(pages, { taille = A4, titre } = {}) {
  const document = await PDFDocument.create();
  if (titre) document.setTitle(titre);
  const maigre = await document.embedFont(StandardFonts.Helvetica);
  const grasse = await document.embedFont(StandardFonts.HelveticaBold);
  for (const lignes of pages) {
    const page = document.addPage(taille);
    const [largeur, hauteur] = taille;
    const corps = largeur / 50;
    let y = hauteur - corps * 4;
    lignes.forEach((ligne, rang) => {
      page.drawText(ligne, {
        x: corps * 3,
        y,
        size: rang ? corps : corps * 1.6,
        font: rang ? maigre : grasse,
        color: NOIR,
      });
      y -= corps * (rang ? 1.7 : 2.6);
    });
    page.drawText('SPÉCIMEN', {
      x: largeur * 0.2,
      y: hauteur * 0.2,
      size: largeur / 7,
      font: grasse,
      color: rgb(0.8, 0.2, 0.2),
      opacity: 0.25,
      rotate: degrees((Math.atan2(hauteur, largeur) * 180) / Math.PI),
    });
  }
  return document;
}

const enOctets = async (document) => Buffer.from(await document.save());

let pdfium;

/** Drawn by PDFium, which brings its own fonts: a bare machine has none. */
async function photographier(pdf, cote) {
  pdfium ??= PDFiumLibrary.init();
  const document = await (await pdfium).loadDocument(pdf);
  const images = [];
  try {
    for (let rang = 0; rang < document.getPageCount(); rang += 1) {
      const page = document.getPage(rang);
      const { originalWidth, originalHeight } = page.getOriginalSize();
      const echelle = cote / Math.max(originalWidth, originalHeight);
      const [width, height] = [Math.round(originalWidth * echelle), Math.round(originalHeight * echelle)];
      // One page after the other: the library draws on a single memory.
      // oxlint-disable-next-line no-await-in-loop
      const { data } = await page.render({ scale: 1, width, height, render: 'bitmap' });
      images.push(sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha());
    }
  } finally {
    document.destroy();
  }
  return images;
}

/** Grain of a sensor, the same at every run. No global in the loop: in Jest each one costs a look-up out of the VM. */
function grainer(octets, force) {
  const { imul } = Math;
  const bornes = new Uint8ClampedArray(octets.buffer, octets.byteOffset, octets.length);
  let graine = 42;
  for (let i = 0; i < bornes.length; i += 1) {
    graine = (imul(graine, 1664525) + 1013904223) >>> 0;
    bornes[i] += ((graine >>> 24) - 128) * force;
  }
  return octets;
}

/** A card on a table, taken with a phone held upright: 12 megapixels, place and camera in its EXIF. */
async function photoDeCarte(lignes) {
  const [carte] = await photographier(await enOctets(await imprimer([lignes], { taille: [856, 540] })), 3000);
  const posee = await carte
    .extend({ top: 560, bottom: 572, left: 516, right: 516, background: '#8a6f52' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = posee.info;
  // Stored on its side: orientation 6 tells the reader to turn it a quarter clockwise.
  return sharp(grainer(posee.data, 0.12), { raw: { width, height, channels } })
    .rotate(270)
    .jpeg({ quality: 88 })
    .withExif({
      IFD0: { Make: 'SPECIMEN', Model: 'Téléphone de démonstration', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 24/1', GPSLongitudeRef: 'E', GPSLongitude: '2/1 21/1 8/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

export const carteIdentiteRecto = () =>
  photoDeCarte([
    'CARTE NATIONALE D’IDENTITÉ (SPÉCIMEN)',
    'Nom : SPÉCIMEN',
    'Prénoms : Éloïse, Zoé',
    'Née le 01/01/1990 à Ville-Imaginaire',
    'N° 000000000 (document fictif)',
  ]);

export const carteIdentiteVerso = () =>
  photoDeCarte([
    'Adresse : 1 rue de l’Exemple, 00000 Ville-Imaginaire',
    'Délivrée le 01/01/2024 par la préfecture fictive',
    'Valable jusqu’au 01/01/2034',
    'IDFRASPECIMEN<<<<<<<<<<<<<<<<<<<<<<000000',
    'Aucune valeur : document de démonstration',
  ]);

const PAGES_AVIS = [
  [
    'AVIS D’IMPÔT SUR LES REVENUS 2025 (SPÉCIMEN)',
    'Mme SPÉCIMEN Éloïse · 1 rue de l’Exemple, 00000 Ville-Imaginaire',
    'Numéro fiscal : 00 00 000 000 000 · Référence de l’avis : SPÉCIMEN',
    'Revenu fiscal de référence : 18 432 €',
    'Nombre de parts : 2,5 · Situation : célibataire, deux enfants à charge',
  ],
  [
    'DÉTAIL DES REVENUS (SPÉCIMEN)',
    'Salaires déclarés : 20 480 €',
    'Déduction de 10 % : - 2 048 €',
    'Revenu net imposable : 18 432 €',
    'Impôt sur le revenu net : 0 € · Vous n’êtes pas imposable.',
  ],
  ['NOTICE (SPÉCIMEN)', 'Ce document est fictif : il n’ouvre aucun droit et ne désigne personne.'],
];

export const avisImposition = async () => enOctets(await imprimer(PAGES_AVIS, { titre: 'Avis d’impôt (spécimen)' }));

export async function bulletinSalaire() {
  const lignes = [
    'BULLETIN DE PAIE (SPÉCIMEN) · octobre 2026',
    'Employeur : Boulangerie de l’Exemple',
    'Salariée : SPÉCIMEN Éloïse · Emploi : vendeuse',
    'Salaire brut : 2 180,00 €',
    'Net à payer avant impôt : 1 706,67 €',
  ];
  const [image] = await photographier(await enOctets(await imprimer([lignes])), 1754);
  return image.png().toBuffer();
}

/** What a scanner at 200 dpi gives: greyish paper, grain, a slight slant, one JPEG a page. */
export async function scanPdf(pages = 2) {
  const textes = Array.from({ length: pages }, (_, rang) => [
    `ATTESTATION NUMÉRISÉE (SPÉCIMEN) · page ${rang + 1} sur ${pages}`,
    ...Array.from(
      { length: 24 },
      (__, ligne) => `${ligne + 1}. Ressources du foyer fictif, déclarées à l’organisme d’exemple.`,
    ),
  ]);
  const document = await PDFDocument.create();
  const images = await photographier(await enOctets(await imprimer(textes)), 2339);
  for (const image of images) {
    // oxlint-disable-next-line no-await-in-loop
    const { data, info } = await image
      .rotate(0.4, { background: '#e6e6e2' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const raw = { width: info.width, height: info.height, channels: info.channels };
    // oxlint-disable-next-line no-await-in-loop
    const jpeg = await sharp(grainer(data, 0.06), { raw }).jpeg({ quality: 75 }).toBuffer();
    // oxlint-disable-next-line no-await-in-loop
    const dessin = await document.embedJpg(jpeg);
    document.addPage(A4).drawImage(dessin, { x: 0, y: 0, width: A4[0], height: A4[1] });
  }
  return enOctets(document);
}

/** In pieces, so that no antivirus takes this source for the test virus. */
export const eicar = () =>
  Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-', 'TEST-FILE!$H+H*'].join(''));

/** One stored member. */
export function zip(nom, contenu) {
  const entete = Buffer.alloc(30);
  entete.writeUInt32LE(0x04034b50, 0);
  entete.writeUInt16LE(20, 4);
  entete.writeUInt32LE(crc32(contenu), 14);
  entete.writeUInt32LE(contenu.length, 18);
  entete.writeUInt32LE(contenu.length, 22);
  entete.writeUInt16LE(nom.length, 26);
  const index = Buffer.alloc(46);
  index.writeUInt32LE(0x02014b50, 0);
  entete.copy(index, 6, 4, 30);
  const fin = Buffer.alloc(22);
  fin.writeUInt32LE(0x06054b50, 0);
  fin.writeUInt16LE(1, 8);
  fin.writeUInt16LE(1, 10);
  fin.writeUInt32LE(index.length + nom.length, 12);
  fin.writeUInt32LE(entete.length + nom.length + contenu.length, 16);
  return Buffer.concat([entete, Buffer.from(nom), contenu, index, Buffer.from(nom), fin]);
}

export const eicarZip = () => zip('specimen.com', eicar());

export const eicarZipImbrique = (profondeur = 4) =>
  Array.from({ length: profondeur }).reduce((contenu) => zip('boite.zip', contenu), eicarZip());

const avecPieceJointe = async (contenu) => {
  const document = await imprimer([['COURRIER AVEC PIÈCE JOINTE (SPÉCIMEN)']]);
  await document.attach(contenu, 'annexe.txt', { mimeType: 'text/plain' });
  return document;
};

export const eicarDansPdf = async () => enOctets(await avecPieceJointe(eicar()));

export const eicarZipDansPdf = async () => enOctets(await avecPieceJointe(eicarZip()));

export const SCRIPT = 'app.alert("SPECIMEN-SCRIPT-ACTIF")';
export const ANNEXE = 'SPECIMEN-ANNEXE-CACHEE '.repeat(40);

/** Opens with a script, carries an attachment, and a link that starts a program. */
export async function pdfActif() {
  const document = await avecPieceJointe(Buffer.from(ANNEXE));
  document.addJavaScript('ouverture', SCRIPT);
  const { context, catalog } = document;
  const action = { Type: 'Action', S: 'JavaScript', JS: PDFString.of(SCRIPT) };
  catalog.set(PDFName.of('OpenAction'), context.obj(action));
  const lancer = { Type: 'Action', S: 'Launch', F: PDFString.of('SPECIMEN-LANCE.exe') };
  const [page] = document.getPages();
  page.node.addAnnot(
    context.register(context.obj({ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 200, 200], A: lancer })),
  );
  page.node.set(PDFName.of('AA'), context.obj({ O: action }));
  return Buffer.from(await document.save({ useObjectStreams: false }));
}

/** A form filled in: its values must stay visible. */
export async function pdfFormulaire(valeur = 'VALEUR SAISIE') {
  const document = await imprimer([['FORMULAIRE REMPLI (SPÉCIMEN)']]);
  const champ = document.getForm().createTextField('nom');
  champ.setText(valeur);
  champ.addToPage(document.getPage(0), { x: 60, y: 500, width: 400, height: 40 });
  return enOctets(document);
}

const couper = (octets) => octets.subarray(0, Math.floor(octets.length * 0.6));

export const jpegTronque = async () => couper(await carteIdentiteRecto());

export const pdfTronque = async () => couper(await avisImposition());

async function chiffrer(ouverture, proprietaire, octets) {
  const dossier = await mkdtemp(join(tmpdir(), 'specimen-'));
  try {
    const [clair, chiffre] = [join(dossier, 'clair.pdf'), join(dossier, 'chiffre.pdf')];
    await writeFile(clair, octets);
    await promisify(execFile)('qpdf', ['--encrypt', ouverture, proprietaire, '256', '--', clair, chiffre]);
    return await readFile(chiffre);
  } finally {
    await rm(dossier, { recursive: true, force: true });
  }
}

/** Cannot be opened without its password. */
export const pdfMotDePasse = async () => chiffrer('specimen', 'proprietaire', await avisImposition());

/** Opens for everybody, and only says what may not be done with it: banks send such PDFs. Must be accepted. */
export const pdfProtege = async (octets) => chiffrer('', 'proprietaire', octets ?? (await avisImposition()));
