export { catalogue, libelleDe, ordreDuDossier, typeDePieceDe } from './catalogue.rules.js';
export { enHeure, enInstant, enJour, jourIso } from './dates.rules.js';
export { estAccepte, type Format, FORMATS } from './formats.rules.js';
export { type Manquant, manquants } from './manquants.rules.js';
export { libelleCourant, libelleDuGroupe } from './groupes.rules.js';
export { MENTION_ACCES_RESTREINT } from './mentions.rules.js';
export { nomRecherche } from './noms.rules.js';
export { numeroUnique } from './numero-unique.rules.js';
export { type Motif, type MotifRefus, MOTIFS_REFUS, phraseDuMotif } from './refus.rules.js';
