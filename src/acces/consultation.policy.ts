import { politique } from './politique.js';

/** CCH R441-2-6: a body entitled on a wanted territory, a habilitated agent, an active demande. */
export const ouvrirConsultation = politique('consultation.ouvrir', {
  agent: { roles: ['guichet', 'instruction', 'consultation', 'attribution'], conditions: ['actif', 'territoire'] },
});

/** What an open consultation allows, judged again at each request. */
export const suivreConsultation = politique('consultation.suivre', {
  agent: {
    roles: ['guichet', 'instruction', 'consultation', 'attribution'],
    conditions: ['actif', 'territoire', 'consultation'],
  },
});
