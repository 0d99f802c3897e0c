export { Demande } from './demande.entity.js';
export { demandesDuDossier, dossiersPourRecherche, monDossier, personnesDuDossier } from './demandes.repository.js';
export { Dossier } from './dossier.entity.js';
export { Personne } from './personne.entity.js';
