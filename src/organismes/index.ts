export { Agent, Habilitation, type Role, ROLES } from './agent.entity.js';
export { Organisme } from './organisme.entity.js';
export { agentPourConnexion, nomsDesCommunes, nomsDesOrganismes } from './organismes.repository.js';
