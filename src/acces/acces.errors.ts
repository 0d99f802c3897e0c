import { problem } from '../platform/http/index.js';

export const connexionRequise = problem('connexion.requise', 401, 'Connectez-vous pour continuer.');

/** Said only to the agent who had opened it: he knows that the dossier exists. */
export const consultationTerminee = problem(
  'consultation.terminee',
  410,
  'La consultation de ce dossier est terminée (30 minutes au plus). Ouvrez-le de nouveau ; rien n’a été gardé de ce que vous envoyiez.',
);

/** One answer for what does not exist and for what is not allowed: neither can be told from the other (ASVS 8.2.2). */
export const introuvable = problem(
  'dossier.introuvable',
  404,
  'Aucun dossier accessible ne correspond. Vérifiez le numéro unique et le nom, ou adressez-vous à votre gestionnaire.',
);

export const formulairePerime = problem(
  'formulaire.perime',
  403,
  'Cette page était ouverte depuis trop longtemps et n’est plus valable. Rechargez-la, puis recommencez.',
);
