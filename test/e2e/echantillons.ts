import type { Monde } from './monde.js';

interface Echantillon {
  /** Who looks at the page; null for a visitor. */
  compte: string | null;
  /** What stands for the parameters of the path. */
  parametres?: (monde: Monde) => Record<string, string>;
}

const CONSULTATION: Echantillon = {
  compte: 'ines.bailleur',
  parametres: ({ consultation, piece, restitution }) => ({ id: consultation, pieceId: piece, restitution }),
};

const AMINA = { compte: 'amina' };
const CLAIRE = { compte: 'claire.guichet' };

/** One look at each page of the site. A page that is not here fails the test, and so does a line without its page. */
export const ECHANTILLONS: Record<string, Echantillon> = {
  '/': { compte: null },
  '/accessibilite': { compte: null },
  '/donnees-personnelles': { compte: null },
  '/connexion': { compte: null },
  '/dossier': AMINA,
  '/dossier/depot': AMINA,
  '/dossier/journal': AMINA,
  '/dossier/comme-un-bailleur': AMINA,
  '/messages': AMINA,
  '/messages/:id': { ...AMINA, parametres: ({ message }) => ({ id: message }) },
  '/pieces/:id': { ...AMINA, parametres: ({ piece }) => ({ id: piece }) },
  '/pieces/:id/retirer': { ...AMINA, parametres: ({ piece }) => ({ id: piece }) },
  '/guichet': CLAIRE,
  '/guichet/depots': CLAIRE,
  '/guichet/dossiers/:id': { ...CLAIRE, parametres: ({ consultationGuichet }) => ({ id: consultationGuichet }) },
  '/guichet/pieces/:id/mal-classee': { ...CLAIRE, parametres: ({ pieceGuichet }) => ({ id: pieceGuichet }) },
  '/consultation': { compte: 'ines.bailleur' },
  '/consultation/:id': CONSULTATION,
  '/consultation/:id/pieces/:pieceId': CONSULTATION,
  '/consultation/:id/restitutions/:restitution': CONSULTATION,
};

export const adresseDe = (page: string, { parametres }: Echantillon, monde: Monde): string => {
  const valeurs = parametres?.(monde) ?? {};
  return page.replaceAll(/:(\w+)/g, (_, nom: string) => {
    const valeur = valeurs[nom];
    if (!valeur) throw new Error(`${page} : donnez « ${nom} » dans test/e2e/echantillons.ts`);
    return valeur;
  });
};
