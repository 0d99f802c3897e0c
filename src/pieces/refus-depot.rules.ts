import type { Problem } from '../platform/http/index.js';

const CHAMPS: Record<string, string> = {
  'piece.type_inconnu': 'type',
  'piece.type_sensible': 'type',
  'piece.personne_inconnue': 'personnes',
};
const DEJA = new Set(['fichier.deja_depose', 'fichier.deja_depose_en_partie', 'fichier.en_cours']);

interface ChampRefuse {
  champ: string;
  message: string;
}

/** Every file that was sent is in the dossier already, together: for the person, the deposit is made. */
export const estDejaFait = ({ code, extensions }: Problem): boolean =>
  code === 'fichier.en_cours' || (code === 'fichier.deja_depose' && extensions['complet'] === true);

/** What to correct, field by field. */
export const champsRefuses = ({ code, message, extensions }: Problem): ChampRefuse[] => {
  const { champs, fichier } = extensions as { champs?: ChampRefuse[]; fichier?: string };
  if (champs) return champs.map((refuse) => ({ champ: refuse.champ.split('.')[0] ?? '', message: refuse.message }));
  if (DEJA.has(code) && fichier)
    return [
      {
        champ: 'fichiers',
        message: `« ${fichier} » est déjà dans le dossier, et rien de cet envoi n’a été gardé. Choisissez les autres fichiers sans lui, puis déposez-les.`,
      },
    ];
  return [{ champ: CHAMPS[code] ?? 'fichiers', message: fichier ? `« ${fichier} » : ${message}` : message }];
};
