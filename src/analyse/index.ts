export { analyseConfig } from './analyse.config.js';
export { AnalyseModule, AntivirusModule } from './analyse.module.js';
export { antivirusConfig } from './antivirus/antivirus.config.js';
export { ClamdService } from './antivirus/clamd.service.js';
export { balayageConfig } from './balayage.config.js';
export { Rangement } from './rangement.service.js';
export { renduConfig } from './rendu/rendu.config.js';
export type { Couverture } from './rendu/rendu.schema.js';
export { RendeursService } from './rendu/rendeurs.service.js';
