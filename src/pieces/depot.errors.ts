import { problem } from '../platform/http/index.js';

export const fichierManquant = problem(
  'fichier.manquant',
  422,
  'Aucun fichier n’a été reçu. Choisissez au moins un fichier.',
);
export const fichierVide = problem(
  'fichier.vide',
  422,
  'Ce fichier est vide. Vérifiez-le sur votre appareil ou choisissez-en un autre.',
);
export const fichierTropVolumineux = problem(
  'fichier.trop_volumineux',
  413,
  'Ce fichier est trop volumineux. Envoyez un fichier plus petit, par exemple une photo de moindre qualité ou un PDF par document.',
);
export const fichiersTropNombreux = problem(
  'fichier.trop_nombreux',
  413,
  'Il y a trop de fichiers pour une seule pièce. Regroupez des pages dans un même PDF ou déposez plusieurs pièces.',
);
export const dejaDeposee = problem(
  'fichier.deja_depose',
  409,
  'Ce document est déjà dans le dossier : il n’y a rien à faire de plus.',
);
export const dejaDeposeeEnPartie = problem(
  'fichier.deja_depose_en_partie',
  409,
  'Un des fichiers est déjà dans le dossier, dans une autre pièce. Rien de cet envoi n’a été gardé : recommencez sans ce fichier.',
);
/** To who may not see every pièce, the same words whatever holds the bytes: what he cannot see must not show (ASVS 8.2.3). */
export const dejaDeposeeOuEnCours = problem(
  'fichier.deja_depose',
  409,
  'Ce document a déjà été reçu pour ce dossier, ou est en cours d’envoi. Rien de cet envoi n’a été gardé ; s’il n’apparaît pas demain, envoyez-le de nouveau.',
);
export const depotEnCours = problem(
  'fichier.en_cours',
  409,
  'Ce même fichier est en cours d’envoi. Patientez deux minutes, puis recommencez s’il n’apparaît pas dans le dossier.',
);
export const typeSensible = problem(
  'piece.type_sensible',
  403,
  'Ce type de pièce demande une habilitation aux pièces sensibles. Confiez ce dépôt à un collègue habilité, ou à la personne elle-même. Rien n’a été gardé.',
);
export const typeInconnu = problem(
  'piece.type_inconnu',
  422,
  'Ce type de pièce n’est pas dans la liste fixée par l’arrêté. Choisissez un type de la liste.',
);
export const nonRemplacable = problem(
  'piece.non_remplacable',
  409,
  'Cette pièce ne peut pas être remplacée : elle n’est plus en ligne, ou sa remplaçante est déjà en cours de vérification.',
);
export const pieceDejaLue = problem(
  'piece.deja_lue',
  409,
  'Cette pièce a déjà été lue par un organisme : elle ne peut plus être retirée, mais vous pouvez la remplacer.',
);
export const retraitImpossible = problem(
  'piece.retrait_impossible',
  409,
  'Cette pièce ne peut pas être retirée dans son état actuel. Attendez la fin de l’envoi, puis recommencez.',
);
export const personneInconnue = problem(
  'piece.personne_inconnue',
  422,
  'Une des personnes indiquées ne fait pas partie du dossier. Choisissez une personne du dossier.',
);
export const depotInterrompu = problem(
  'depot.interrompu',
  400,
  'L’envoi s’est interrompu avant la fin. Rien n’a été gardé : recommencez l’envoi.',
);
export const stockageIndisponible = problem(
  'depot.stockage_indisponible',
  503,
  'Le dépôt n’a pas pu être enregistré. Rien n’a été gardé : réessayez dans quelques minutes.',
);
export const envoiNonFormulaire = problem(
  'depot.format_envoi',
  415,
  'Envoyez les fichiers dans un formulaire (multipart/form-data).',
);
