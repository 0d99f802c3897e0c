import { createHash } from 'node:crypto';

/** One line of the journal as it is exported; `empreinte` covers the entry before it and `contenu`. */
export interface Maillon {
  chaine: string;
  rang: number;
  contenu: string;
  empreinte: Buffer;
  /** The columns by which the entry is found and shown; they must say what `contenu` says. */
  dossier: string | null;
  organisme: string | null;
}

export interface Tete {
  rang: number;
  empreinte: Buffer;
}

export interface Anomalie {
  chaine: string;
  rang: number;
  cause: 'rang_manquant' | 'empreinte_fausse' | 'contenu_incoherent' | 'tete_differente';
}

/** What stands there after tampering may be anything: the verification goes on. */
const lire = (contenu: string): Record<string, unknown> => {
  try {
    return (JSON.parse(contenu) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
};

const nomme = ({ chaine, rang, contenu, dossier, organisme }: Maillon): boolean => {
  const lu = lire(contenu);
  return (
    lu['chaine'] === chaine &&
    lu['rang'] === rang &&
    (lu['dossier'] ?? null) === dossier &&
    (lu['organisme'] === undefined || lu['organisme'] === organisme)
  );
};

/** Follows one chain, entry by entry; the first anomaly is enough, as every later hash hangs on it. */
export class VerificationDeChaine {
  private precedent: Tete = { rang: 0, empreinte: Buffer.alloc(0) };

  constructor(private readonly chaine: string) {}

  suivre(maillon: Maillon): Anomalie | null {
    const { rang } = maillon;
    const attendue = createHash('sha256').update(this.precedent.empreinte).update(maillon.contenu, 'utf8').digest();
    const anomalie =
      (rang !== this.precedent.rang + 1 && 'rang_manquant') ||
      (!attendue.equals(maillon.empreinte) && 'empreinte_fausse') ||
      (!nomme(maillon) && 'contenu_incoherent');
    this.precedent = { rang, empreinte: maillon.empreinte };
    return anomalie ? { chaine: this.chaine, rang, cause: anomalie } : null;
  }

  /** A chain whose end was cut still holds together: only its head tells. */
  finir(tete: Tete): Anomalie | null {
    const { rang, empreinte } = this.precedent;
    const meme = tete.rang === rang && tete.empreinte.equals(empreinte);
    return meme ? null : { chaine: this.chaine, rang, cause: 'tete_differente' };
  }
}
