import { phraseDuMotif } from '../referentiel/index.js';

export interface EtatVu {
  etat: 'EN_PREPARATION' | 'EN_LIGNE' | 'REMPLACEE' | 'RETIREE';
  motif: string | null;
  aExaminer?: boolean;
  refaite?: boolean;
}

const MAL_CLASSEE = 'piece.mal_classee';
/** Taken out by somebody's choice: nothing was wrong with the document. */
const CHOISIES = new Set([MAL_CLASSEE, 'piece.retiree']);

const refusee = ({ etat, motif }: EtatVu): boolean => etat === 'RETIREE' && motif !== null && !CHOISIES.has(motif);

const badgeDe = (vu: EtatVu): [genre: string, texte: string] => {
  if (refusee(vu)) return vu.refaite ? ['new', 'Refusée, refaite depuis'] : ['error', 'À reprendre'];
  if (vu.motif === MAL_CLASSEE) return ['new', 'Retirée : mauvais dossier'];
  if (vu.etat === 'EN_PREPARATION') return ['info', vu.aExaminer ? 'Vérification plus longue' : 'En vérification'];
  if (vu.etat === 'EN_LIGNE') return ['success', 'En ligne'];
  return ['new', vu.etat === 'REMPLACEE' ? 'Remplacée' : 'Retirée'];
};

export const EtatDepot = (vu: EtatVu) => {
  const [genre, texte] = badgeDe(vu);
  return <span class={`fr-badge fr-badge--no-icon fr-badge--${genre}`}>{texte}</span>;
};

/** What happened, then what to do next. */
export const SuiteDepot = (vu: EtatVu) => {
  if (vu.refaite) return null;
  if (vu.aExaminer && vu.etat === 'EN_PREPARATION') return <p>{phraseDuMotif('fichier.a_examiner')}</p>;
  if (vu.motif === 'piece.retiree') return <p>La personne a retiré elle-même cette pièce de son dossier.</p>;
  return vu.motif ? <p>{phraseDuMotif(vu.motif)}</p> : null;
};
