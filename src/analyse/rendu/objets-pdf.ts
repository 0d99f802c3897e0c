import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ecrire, qpdf } from './qpdf.js';

/** PDF objects as the JSON of qpdf (version 2) writes them: `/Name`, `u:text`, `12 0 R`. Streams keep their bytes. */
export type Objet = null | boolean | number | string | Objet[] | Dict;
export interface Dict {
  [cle: string]: Objet;
}

export interface Page {
  readonly ref: string;
  readonly dict: Dict;
  /** Its content streams, in their order. */
  readonly contenus: readonly string[];
}

const reponsePages = z.object({ pages: z.array(z.object({ object: z.string(), contents: z.array(z.string()) })) });
const reponseObjets = z.object({
  qpdf: z.tuple([
    z.object({ maxobjectid: z.int() }),
    z.record(z.string(), z.object({ value: z.json().optional(), stream: z.unknown() }).partial()),
  ]),
});

/** A chain of references longer than this is no honest page. */
const DETOURS_MAX = 5;
const CADRES = ['/MediaBox', '/CropBox', '/Rotate'];

const estReference = (objet: Objet): objet is string => typeof objet === 'string' && /^\d+ \d+ R$/.test(objet);

export const estDict = (objet: Objet | undefined): objet is Dict =>
  typeof objet === 'object' && objet !== null && !Array.isArray(objet);

/** Reads single objects of a PDF, however large it is: qpdf leaves the rest on the disk, and so do we. */
export class ObjetsPdf {
  private readonly connus = new Map<string, Objet>();
  private dernier = 0;

  constructor(
    private readonly pdf: string,
    private readonly dossier: string,
  ) {}

  /** Number of the last object. */
  get nombre(): number {
    return this.dernier;
  }

  async pages(): Promise<Page[]> {
    const { pages } = reponsePages.parse(await this.interroger(['--json-key=pages']));
    // qpdf writes the catalog first: asked for with the pages, it costs no second look.
    await this.lire(['trailer', '1 0 R', ...pages.map(({ object }) => object)]);
    for (let detour = 0; detour < DETOURS_MAX; detour += 1) {
      const manquants = new Set<string>();
      const lues = pages.map(({ object, contents }) => ({
        ref: object,
        contenus: contents,
        dict: this.deplier(this.dict(object), manquants),
      }));
      if (manquants.size === 0) return lues;
      // oxlint-disable-next-line no-await-in-loop
      await this.lire([...manquants]);
    }
    throw new Error('references of a page do not end');
  }

  /** The catalog and its reference. */
  async racine(): Promise<[string, Dict]> {
    const ref = this.dict('trailer')['/Root'] ?? null;
    if (!estReference(ref)) throw new Error('no catalog');
    if (!this.connus.has(ref)) await this.lire([ref]);
    return [ref, this.dict(ref)];
  }

  private dict(ref: string): Dict {
    const objet = this.connus.get(ref);
    return estDict(objet) ? objet : {};
  }

  /** What the watermark must know of a page, in the place of references to it. */
  private deplier(page: Dict, manquants: Set<string>): Dict {
    const suivre = (objet: Objet = null): Objet => {
      if (!estReference(objet)) return objet;
      const cible = this.connus.get(objet);
      if (cible === undefined) manquants.add(objet);
      return estReference(cible ?? null) ? suivre(cible) : (cible ?? null);
    };
    const dict: Dict = { ...page };
    for (const cle of CADRES) {
      const valeur = suivre(page[cle]);
      if (valeur !== null) dict[cle] = Array.isArray(valeur) ? valeur.map(suivre) : valeur;
    }
    const ressources = suivre(page['/Resources']);
    if (estDict(ressources)) dict['/Resources'] = { ...ressources, '/XObject': suivre(ressources['/XObject']) };
    return dict;
  }

  private async lire(refs: readonly string[]): Promise<void> {
    const voulus = refs.map((ref) => `--json-object=${estReference(ref) ? ref.split(' ', 2).join(',') : ref}`);
    const { qpdf: lu } = reponseObjets.parse(await this.interroger(['--json-key=qpdf', ...voulus]));
    const [{ maxobjectid }, objets] = lu;
    this.dernier = maxobjectid;
    for (const ref of refs) {
      this.connus.set(ref, objets[estReference(ref) ? `obj:${ref}` : ref]?.value ?? null);
    }
  }

  private async interroger(options: readonly string[]): Promise<unknown> {
    // In files: thousands of pages fit neither on a command line nor in a pipe's buffer.
    const [question, reponse] = [join(this.dossier, 'question.txt'), join(this.dossier, 'reponse.json')];
    await writeFile(question, options.join('\n'));
    await qpdf('--json=2', `@${question}`, this.pdf, reponse);
    return JSON.parse(await readFile(reponse, 'utf8'));
  }
}

/** PDF has no exponents, which is how JSON writes a very small number. */
const sansExposant = (_cle: string, valeur: unknown): unknown =>
  typeof valeur === 'number' ? Number(valeur.toFixed(5)) : valeur;

/** What changes in a PDF: objects put in the place of others, and new ones after the last. */
export class MiseAJour {
  private readonly objets: Record<string, object> = {};

  constructor(private dernier: number) {}

  remplacer(ref: string, value: Objet): void {
    this.objets[`obj:${ref}`] = { value };
  }

  reserver(): string {
    this.dernier += 1;
    return `${this.dernier} 0 R`;
  }

  ajouterFlux(contenu: string, dict: Dict = {}): string {
    const ref = this.reserver();
    this.objets[`obj:${ref}`] = { stream: { dict, data: Buffer.from(contenu, 'latin1').toString('base64') } };
    return ref;
  }

  ajouter(objet: Objet): string {
    const ref = this.reserver();
    this.remplacer(ref, objet);
    return ref;
  }

  async appliquer(pdf: string, sortie: string, dossier: string): Promise<void> {
    const entete = { jsonversion: 2, pushedinheritedpageresources: false, calledgetallpages: false };
    const json = { qpdf: [{ ...entete, maxobjectid: this.dernier }, this.objets] };
    const fichier = join(dossier, 'mise-a-jour.json');
    await writeFile(fichier, JSON.stringify(json, sansExposant));
    await ecrire(sortie, pdf, `--update-from-json=${fichier}`, '--object-streams=disable', '--stream-data=preserve');
  }
}
