import { parse } from 'node:path';
import type { Maison } from './maison.js';

export interface Vue {
  statut: number;
  /** Path and query of the page that is shown in the end. */
  adresse: string;
  html: string;
}

export interface Fichier {
  nom: string;
  type: string;
  octets: Uint8Array;
}

const REDIRECTIONS_MAX = 12;

/** A person without a browser nor JavaScript: follows links, fills in forms, keeps cookies. */
export class Visiteur {
  private readonly temoins = new Map<string, string>();
  private csrf = '';

  private constructor(private readonly racine: string) {}

  static async connecter(maison: Maison, nomUtilisateur: string, profil: 'agent' | 'demandeur'): Promise<Visiteur> {
    const visiteur = new Visiteur(`http://127.0.0.1:${maison.port}`);
    await visiteur.aller(`/connexion/${profil}`);
    await visiteur.aller(visiteur.ici, { method: 'POST', body: new URLSearchParams({ compte: nomUtilisateur }) });
    return visiteur;
  }

  private ici = '';

  voir(chemin: string): Promise<Vue> {
    return this.aller(chemin);
  }

  remplir(chemin: string, champs: Record<string, string> = {}): Promise<Vue> {
    return this.aller(chemin, { method: 'POST', body: new URLSearchParams({ _csrf: this.csrf, ...champs }) });
  }

  envoyer(
    chemin: string,
    champs: Record<string, string>,
    fichiers: readonly Fichier[],
    csrf = this.csrf,
  ): Promise<Vue> {
    const formulaire = new FormData();
    formulaire.append('_csrf', csrf);
    for (const [nom, valeur] of Object.entries(champs)) formulaire.append(nom, valeur);
    for (const { nom, type, octets } of fichiers)
      formulaire.append('fichiers', new Blob([Buffer.from(octets)], { type }), parse(nom).base);
    return this.aller(chemin, { method: 'POST', body: formulaire });
  }

  /** The token of the last page that had one, as any page of this session shows it. */
  get jeton(): string {
    return this.csrf;
  }

  private async aller(vers: string, { method = 'GET', body }: Pick<RequestInit, 'method' | 'body'> = {}): Promise<Vue> {
    let adresse = new URL(vers, this.racine);
    let requete: RequestInit = { method, ...(body && { body }) };
    for (let saut = 0; saut < REDIRECTIONS_MAX; saut += 1) {
      const reponse = await fetch(adresse, {
        ...requete,
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          cookie: [...this.temoins].map(([nom, valeur]) => `${nom}=${valeur}`).join('; '),
        },
      });
      for (const temoin of reponse.headers.getSetCookie()) {
        const [paire = ''] = temoin.split(';');
        this.temoins.set(paire.slice(0, paire.indexOf('=')), paire.slice(paire.indexOf('=') + 1));
      }
      const suite = reponse.headers.get('location');
      const html = await reponse.text();
      if (!suite) {
        this.ici = adresse.href;
        this.csrf = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? this.csrf;
        return { statut: reponse.status, adresse: adresse.pathname + adresse.search, html };
      }
      adresse = new URL(suite, adresse);
      requete = { method: 'GET' };
    }
    throw new Error(`${vers} tourne en rond`);
  }
}
