export interface Comptes {
  enLigne: number;
  enCours: number;
  aReprendre: number;
  /** Taken out of a wrong dossier, replaced or done again since. */
  sorties: number;
}

const pluriel = (nombre: number, un: string, plusieurs: string): string =>
  nombre === 0 ? '' : `${nombre}\u00A0${nombre === 1 ? un : plusieurs}`;

/** The day of a desk in one sentence; null on a day without a deposit. */
export const phraseDuJour = ({ enLigne, enCours, aReprendre, sorties }: Comptes): string | null => {
  const total = enLigne + enCours + aReprendre + sorties;
  if (total === 0) return null;
  const parts = [
    pluriel(enLigne, 'en ligne', 'en ligne'),
    pluriel(enCours, 'en cours de vérification', 'en cours de vérification'),
    pluriel(aReprendre, 'à reprendre', 'à reprendre'),
    pluriel(sorties, 'retirée ou remplacée', 'retirées ou remplacées'),
  ].filter(Boolean);
  return `${pluriel(total, 'pièce déposée', 'pièces déposées')} : ${parts.join(', ')}.`;
};
