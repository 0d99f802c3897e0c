import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFObjectCopier,
  PDFPageLeaf,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from 'pdf-lib';
import type { PDFObject } from 'pdf-lib';
import { Refus } from './refus.js';

/**
 * What is not named here does not exist in the new document: scripts, actions, forms, attachments, links, names,
 * metadata all hang from keys of the catalog, of pages or of annotations that nobody copies (ASVS 5.2.2).
 */
const DE_LA_PAGE = ['MediaBox', 'CropBox', 'Rotate', 'UserUnit', 'Group'] as const;

/** Keys of a stream (picture, form, font) that lead out of the drawing: other files, other versions, who made it. */
const HORS_DU_DESSIN = [
  'F',
  'FFilter',
  'FDecodeParms',
  'Metadata',
  'PieceInfo',
  'AF',
  'Ref',
  'OPI',
  'Alternates',
  'PtData',
];

const ACTIONS = new Set(
  'JavaScript Launch SubmitForm ImportData GoToR GoToE Rendition Movie Sound URI Named Hide RichMediaExecute'.split(
    ' ',
  ),
);
const PORTEURS = new Set(['EmbeddedFile', 'Filespec', 'Annot', 'Action']);

export class ContenuActif extends Error {}

const nom = (valeur: string): PDFName => PDFName.of(valeur);

/** Cut at the source, so that it is not copied at all. */
const couper = (source: PDFDocument): void => {
  for (const [, objet] of source.context.enumerateIndirectObjects()) {
    if (objet instanceof PDFStream) for (const cle of HORS_DU_DESSIN) objet.dict.delete(nom(cle));
  }
};

const estActif = (dict: PDFDict): boolean => {
  const action = dict.get(nom('S'));
  const type = dict.get(nom('Type'));
  return (
    (action instanceof PDFName && ACTIONS.has(action.decodeText())) ||
    (type instanceof PDFName && PORTEURS.has(type.decodeText())) ||
    dict.has(nom('JS'))
  );
};

/** The names of a resource are free (a font may be called /JS): its entries are looked at, its own keys are not. */
const verifier = (objet: PDFObject, ressources = false): void => {
  if (objet instanceof PDFStream) return verifier(objet.dict);
  if (objet instanceof PDFArray) {
    for (const element of objet.asArray()) verifier(element);
  } else if (objet instanceof PDFDict) {
    if (!ressources && estActif(objet)) throw new ContenuActif();
    for (const [cle, valeur] of objet.entries()) {
      verifier(
        valeur,
        ['/Font', '/XObject', '/Properties', '/ExtGState', '/Pattern', '/Shading', '/ColorSpace'].includes(
          cle.asString(),
        ),
      );
    }
  }
};

const contenuUnique = (page: PDFPageLeaf): PDFStream | undefined => {
  const contenu = page.Contents();
  if (!(contenu instanceof PDFArray)) return contenu;
  if (contenu.size() > 1) throw new ContenuActif('contents not coalesced');
  return contenu.size() === 0 ? undefined : contenu.lookup(0, PDFStream);
};

/** Optional layers keep their state (a hidden one must not show), without the events that change it. */
const calques = (source: PDFDocument): PDFDict | undefined => {
  const proprietes = source.catalog.lookup(nom('OCProperties'));
  if (!(proprietes instanceof PDFDict)) return undefined;
  const defaut = proprietes.lookup(nom('D'));
  const etat = source.context.obj({});
  if (defaut instanceof PDFDict) {
    for (const cle of ['BaseState', 'ON', 'OFF']) {
      const valeur = defaut.get(nom(cle));
      if (valeur) etat.set(nom(cle), valeur);
    }
  }
  const groupes = proprietes.get(nom('OCGs')) ?? source.context.obj([]);
  return source.context.obj({ OCGs: groupes, D: etat });
};

/**
 * The page's drawing becomes a form XObject: whatever it leaves behind in the graphics state (an unclosed `q`, a
 * shifted origin) ends with it, and the watermark laid over later cannot be moved by the document.
 */
const encadrer = (
  page: PDFPageLeaf,
  cible: PDFDocument,
  copie: PDFObjectCopier,
  dessins: Map<string, PDFRef>,
): PDFRef | undefined => {
  const contenu = contenuUnique(page);
  if (!contenu) return undefined;
  if (!(contenu instanceof PDFRawStream)) throw new ContenuActif('contents not raw');
  const ressources = page.getInheritableAttribute(nom('Resources')) ?? PDFDict.withContext(cible.context);
  const cadre = page.MediaBox();
  const cle = [page.get(nom('Contents')), ressources, cadre].map(String).join();
  const connu = dessins.get(cle);
  if (connu) return connu;
  const dict = PDFDict.withContext(cible.context);
  for (const entree of ['Filter', 'DecodeParms']) {
    const valeur = contenu.dict.get(nom(entree));
    if (valeur) dict.set(nom(entree), copie.copy(valeur));
  }
  dict.set(nom('Type'), nom('XObject'));
  dict.set(nom('Subtype'), nom('Form'));
  dict.set(nom('BBox'), copie.copy(cadre));
  dict.set(nom('Resources'), copie.copy(ressources));
  const dessin = cible.context.register(PDFRawStream.of(dict, contenu.contents));
  dessins.set(cle, dessin);
  return dessin;
};

const feuille = (
  page: PDFPageLeaf,
  dessin: PDFRef | undefined,
  cible: PDFDocument,
  copie: PDFObjectCopier,
  contenu: PDFRef,
): PDFPageLeaf => {
  const nouvelle = PDFPageLeaf.withContextAndParent(cible.context, cible.catalog.get(nom('Pages')) as PDFRef);
  for (const cle of DE_LA_PAGE) {
    const valeur = page.getInheritableAttribute(nom(cle));
    if (valeur) nouvelle.set(nom(cle), copie.copy(valeur));
  }
  if (dessin) {
    nouvelle.set(nom('Resources'), cible.context.obj({ XObject: { Page: dessin } }));
    nouvelle.set(nom('Contents'), contenu);
  }
  return nouvelle;
};

export interface Purifie {
  readonly octets: Uint8Array;
  readonly pages: number;
}

/** Takes the drawing of each page, and nothing else, into a new document. */
export const purifier = async (octets: Uint8Array, pagesMax: number): Promise<Purifie> => {
  const source = await PDFDocument.load(octets, { updateMetadata: false, parseSpeed: Infinity });
  const pages = source.getPages();
  if (pages.length === 0) throw new Refus('fichier.illisible');
  if (pages.length > pagesMax) throw new Refus('pdf.trop_de_pages');
  couper(source);
  const cible = await PDFDocument.create({ updateMetadata: false });
  const copie = PDFObjectCopier.for(source.context, cible.context);
  const contenu = cible.context.register(cible.context.stream('/Page Do'));
  const dessins = new Map<string, PDFRef>();
  const arbre = cible.catalog.Pages();
  const enfants = pages.map(({ node }) =>
    cible.context.register(feuille(node, encadrer(node, cible, copie, dessins), cible, copie, contenu)),
  );
  arbre.set(nom('Kids'), cible.context.obj(enfants));
  arbre.set(nom('Count'), cible.context.obj(enfants.length));
  const etats = calques(source);
  if (etats) cible.catalog.set(nom('OCProperties'), copie.copy(etats));
  for (const [, objet] of cible.context.enumerateIndirectObjects()) verifier(objet);
  const propre = await cible.save({
    useObjectStreams: false,
    addDefaultPage: false,
    objectsPerTick: Infinity,
    updateFieldAppearances: false,
  });
  return { octets: propre, pages: pages.length };
};
