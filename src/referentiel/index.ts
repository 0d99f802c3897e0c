export { catalogue, libelleDe, ordreDuDossier, typeDePieceDe } from './catalogue.rules.js';
export { enInstant, enJour, jourIso } from './dates.rules.js';
export { nomRecherche } from './noms.rules.js';
export { numeroUnique } from './numero-unique.rules.js';
