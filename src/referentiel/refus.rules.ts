/** Why a fichier ends REFUSE or INFECTE, and what the person reads: what happened, then what to do next. */
export const REFUS = {
  'fichier.illisible':
    'Ce fichier est abîmé ou incomplet : nous n’avons pas pu l’ouvrir. Ouvrez-le sur votre appareil pour vérifier qu’il s’affiche, puis envoyez-le de nouveau ou reprenez la photo.',
  'fichier.infecte':
    'Un virus a été trouvé dans ce fichier, il a été mis à l’écart. Ne l’ouvrez plus ; envoyez une photo ou un scan refait de votre document.',
  'fichier.format_refuse':
    'Ce format de fichier n’est pas accepté. Envoyez un PDF, ou une photo au format JPEG, PNG ou WebP.',
  'fichier.different':
    'Le fichier reçu n’est pas identique à celui que vous avez envoyé : la transmission a été abîmée. Envoyez-le de nouveau.',
  'pdf.mot_de_passe':
    'Ce PDF est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe (par exemple en l’imprimant en PDF), puis envoyez cette copie.',
  'pdf.trop_de_pages':
    'Ce PDF a trop de pages. Gardez seulement les pages utiles, ou envoyez-le en plusieurs fichiers.',
  'pdf.page_trop_grande':
    'Une page de ce PDF a des dimensions anormales. Imprimez-le en PDF au format A4, puis envoyez cette copie.',
  'image.trop_grande':
    'Cette image a trop de pixels. Reprenez la photo avec l’appareil photo du téléphone, ou réduisez l’image avant de l’envoyer.',
  'rendu.trop_long':
    'Ce fichier est trop compliqué à lire pour notre service. Photographiez ou scannez le document, puis envoyez cette image.',
  'rendu.trop_lourd':
    'Ce fichier demande trop de mémoire pour être lu. Photographiez ou scannez le document, puis envoyez cette image.',
} as const satisfies Record<string, string>;

export type MotifRefus = keyof typeof REFUS;

export const MOTIFS_REFUS = Object.keys(REFUS) as [MotifRefus, ...MotifRefus[]];

/** Ends that are not the person's doing, and pièces taken out for another reason. */
const AUTRES = {
  'depot.interrompu': 'L’envoi s’est interrompu avant la fin et rien n’a été gardé. Envoyez de nouveau ce document.',
  'depot.stockage_indisponible':
    'Le dépôt n’a pas pu être enregistré de notre côté et rien n’a été gardé. Envoyez de nouveau ce document.',
  'fichier.a_examiner':
    'La vérification de ce fichier prend plus de temps que d’habitude. Nos équipes s’en occupent : vous n’avez rien à faire.',
  'piece.mal_classee':
    'Cette pièce avait été rangée par erreur dans ce dossier : elle en a été retirée et détruite. Il n’y a rien à faire ici ; elle est à numériser de nouveau dans le bon dossier.',
  'piece.incomplete':
    'Un fichier de cette pièce n’a pas pu être accepté : la pièce entière est à déposer de nouveau avec un fichier corrigé.',
  'piece.retiree': 'Vous avez retiré cette pièce. Personne ne l’avait lue ; ses fichiers ont été détruits.',
} as const;

export type Motif = MotifRefus | keyof typeof AUTRES;

const PHRASES: Record<string, string> = { ...REFUS, ...AUTRES };

/** The sentence for a code that stands on a row; an unknown code is shown as it is rather than hidden. */
export const phraseDuMotif = (motif: string): string => PHRASES[motif] ?? motif;
