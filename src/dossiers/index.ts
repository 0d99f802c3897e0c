export { Menage } from './consultation-menage.page.js';
export { nomsDe } from './consultation-pieces.page.js';
export type { ConsultationSuivie, DossierVu } from './dossier.schema.js';
export { Dossiers } from './dossiers.service.js';
export { DossiersModule, RestitutionsModule } from './dossiers.module.js';
export { Restitution } from './restitution.entity.js';
export { restituerDossier } from './restitution.job.js';
