export { DossiersModule, RestitutionsModule } from './dossiers.module.js';
export { Restitution } from './restitution.entity.js';
export { restituerDossier } from './restitution.job.js';
