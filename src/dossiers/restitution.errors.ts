import { problem } from '../platform/http/index.js';

export const restitutionEnPreparation = problem(
  'restitution.en_preparation',
  503,
  'Le PDF du dossier est en préparation. Redemandez-le dans quelques secondes.',
);
export const restitutionEchouee = problem(
  'restitution.echouee',
  500,
  'Le PDF du dossier n’a pas pu être préparé. L’équipe est prévenue ; les pièces restent consultables une par une.',
);
export const dossierVide = problem(
  'restitution.dossier_vide',
  409,
  'Aucune pièce en ligne n’est accessible dans ce dossier : il n’y a rien à télécharger pour l’instant.',
);
