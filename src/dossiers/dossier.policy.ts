import { politique } from '../acces/index.js';

/** Finding that a dossier exists, by its number: no name, no content. */
export const trouverDossier = politique('dossier.trouver', {
  demandeur: ['titulaire'],
  agent: { roles: ['guichet', 'instruction', 'consultation', 'attribution'], conditions: ['actif', 'territoire'] },
});

/** Reading who is in the household and which pièces are there. */
export const lireDossier = politique('dossier.lire', {
  demandeur: ['titulaire'],
  agent: {
    roles: ['guichet', 'instruction', 'consultation', 'attribution'],
    conditions: ['actif', 'territoire', 'consultation'],
  },
});

/** The journal belongs to the person it is about. */
export const lireJournal = politique('journal.lire', { demandeur: ['titulaire'] });

/** Everything the person does with her own dossier. */
export const tenirDossier = politique('dossier.tenir', { demandeur: ['titulaire'] });

/** Taking the file away as one PDF. */
export const exporterDossier = politique('dossier.exporter', {
  agent: { roles: ['instruction', 'consultation', 'attribution'], conditions: ['actif', 'territoire', 'consultation'] },
});
