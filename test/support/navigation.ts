import type { Maison } from './maison.js';

export interface Vue {
  status: number;
  url: string;
  /** The page as text; empty for a picture. */
  html: string;
  headers: Headers;
  octets: Buffer;
}

type Champs = Record<string, string | readonly string[]>;

const toutes = (valeur: string | readonly string[]): readonly string[] =>
  typeof valeur === 'string' ? [valeur] : valeur;
export type Envoi = { name: string; type: string; bytes: Uint8Array };

const ENTITES: Record<string, string> = { '&amp;': '&', '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>' };
const clair = (html: string): string =>
  html.replaceAll(/&(amp|quot|#39|lt|gt);/g, (entite) => ENTITES[entite] ?? entite);

/** What a person reads of a page: no tags, one space between words. */
export const texteDe = (html: string): string =>
  clair(html.replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replaceAll(/<[^>]+>/g, ' ')).replaceAll(/\s+/g, ' ');

/** Every address a page leads to. */
export const liensDe = (html: string): string[] =>
  [...html.matchAll(/\shref="([^"]+)"/g)].map(([, href = '']) => clair(href));

/** A browser without JavaScript: cookies, redirects, and the token of the forms. */
export class Navigateur {
  private readonly temoins = new Map<string, Map<string, string>>();
  csrf = '';

  constructor(private readonly racine: string) {}

  get(adresse: string, entetes: Record<string, string> = {}): Promise<Vue> {
    return this.aller(adresse, { headers: entetes });
  }

  /** A form as the page sends it, with the token of the last page unless another is given. */
  post(adresse: string, champs: Champs = {}, entetes: Record<string, string> = {}): Promise<Vue> {
    const corps = new URLSearchParams();
    for (const [nom, valeur] of Object.entries({ _csrf: this.csrf, ...champs }))
      for (const une of toutes(valeur)) corps.append(nom, une);
    return this.aller(adresse, { method: 'POST', body: corps, headers: entetes });
  }

  /** The same with files: fields first, as our forms have them. */
  envoyer(
    adresse: string,
    champs: Champs,
    fichiers: readonly Envoi[],
    entetes: Record<string, string> = {},
  ): Promise<Vue> {
    const corps = new FormData();
    for (const [nom, valeur] of Object.entries({ _csrf: this.csrf, ...champs }))
      for (const une of toutes(valeur)) corps.append(nom, une);
    for (const { name, type, bytes } of fichiers)
      corps.append('fichiers', new Blob([bytes as BlobPart], { type }), name);
    return this.aller(adresse, { method: 'POST', body: corps, headers: entetes });
  }

  /** Forgets who is signed in, as an expired session does. */
  oublier(): void {
    this.temoins.clear();
  }

  private async aller(adresse: string, demande: RequestInit, sauts = 0): Promise<Vue> {
    const url = new URL(adresse, this.racine);
    const reponse = await fetch(url, {
      ...demande,
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: this.temoinsPour(url), ...(demande.headers as Record<string, string>) },
    });
    this.garder(url, reponse.headers.getSetCookie());
    const suite = reponse.headers.get('location');
    if (suite && reponse.status >= 300 && reponse.status < 400 && sauts < 12) {
      await reponse.arrayBuffer();
      const garde = reponse.status === 307 || reponse.status === 308;
      return this.aller(new URL(suite, url).href, garde ? demande : {}, sauts + 1);
    }
    const octets = Buffer.from(await reponse.arrayBuffer());
    const lisible = /html|json|text/.test(reponse.headers.get('content-type') ?? '');
    const html = lisible ? octets.toString('utf8') : '';
    this.csrf = /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? this.csrf;
    return { status: reponse.status, url: url.pathname + url.search, html, headers: reponse.headers, octets };
  }

  private temoinsPour(url: URL): string {
    return [...(this.temoins.get(url.host) ?? [])].map(([nom, valeur]) => `${nom}=${valeur}`).join('; ');
  }

  private garder(url: URL, recus: readonly string[]): void {
    const boite = this.temoins.get(url.host) ?? new Map<string, string>();
    for (const recu of recus) {
      const [, nom = '', valeur = ''] = /^([^=]+)=([^;]*)/.exec(recu) ?? [];
      if (/expires=Thu, 01 Jan 1970|max-age=0/i.test(recu)) boite.delete(nom);
      else boite.set(nom, valeur);
    }
    this.temoins.set(url.host, boite);
  }
}

/** Signs in through the demonstration provider, as a person does. */
export const seConnecter = async (
  maison: Maison,
  nomUtilisateur: string,
  profil: 'demandeur' | 'agent' = 'demandeur',
): Promise<Navigateur> => {
  const racine = `http://127.0.0.1:${maison.port}`;
  const navigateur = new Navigateur(racine);
  const choix = await navigateur.get(`/connexion/${profil}`);
  const [, action = ''] = /action="([^"]+)"/.exec(choix.html) ?? [];
  const { status } = await navigateur.post(new URL(action, maison.idp.issuer).href, { compte: nomUtilisateur });
  if (status !== 200) throw new Error(`connexion de ${nomUtilisateur} : ${status}`);
  return navigateur;
};
