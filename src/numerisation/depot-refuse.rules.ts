import type { Problem } from '../platform/http/index.js';
import type { ErreurDeChamp } from '../ui/index.js';

const CHAMPS: Record<string, string> = {
  'piece.type_inconnu': 'type',
  'piece.personne_inconnue': 'personnes',
};

const TYPE_SENSIBLE =
  'Ce type de pièce demande une habilitation particulière. Confiez le document à un collègue qui l’a, ou choisissez un autre type.';

interface ChampRefuse {
  champ: string;
  message: string;
}

const champsDe = ({ extensions }: Problem): ChampRefuse[] =>
  Array.isArray(extensions['champs']) ? (extensions['champs'] as ChampRefuse[]) : [];

/** What a refused deposit says, on the field where it is corrected. Files have to be chosen again: browsers forget them. */
export const erreursDuDepot = (refus: Problem): ErreurDeChamp[] => {
  // The dossier is open: what cannot be found any more is the right to this type.
  if (refus.code === 'dossier.introuvable') return [{ champ: 'type', message: TYPE_SENSIBLE }];
  const champs = champsDe(refus);
  if (champs.length > 0) return champs.map(({ champ, message }) => ({ champ: champ.split('.')[0] ?? champ, message }));
  return [{ champ: CHAMPS[refus.code] ?? 'fichiers', message: refus.message }];
};
