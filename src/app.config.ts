import { accesConfig, connexionConfig } from './acces/index.js';
import { analyseConfig, antivirusConfig, balayageConfig, renduConfig } from './analyse/index.js';
import { depotConfig } from './pieces/index.js';
import { coffreConfig } from './platform/coffre/index.js';
import { processConfig, type Section } from './platform/config/index.js';
import { databaseConfig, rolesConfig } from './platform/database/index.js';
import { faultConfig } from './platform/faults/index.js';
import { httpConfig } from './platform/http/index.js';
import { bucketsConfig, objectsConfig } from './platform/objects/index.js';
import { queueConfig } from './platform/queue/index.js';
import { sessionConfig } from './platform/session/index.js';

const partout: Section[] = [
  processConfig,
  databaseConfig,
  coffreConfig,
  objectsConfig,
  queueConfig,
  antivirusConfig,
  faultConfig,
];

/** The settings each process reads, checked as a whole before it starts. */
export const sectionsDe = {
  web: [...partout, httpConfig, sessionConfig, accesConfig, connexionConfig, depotConfig],
  worker: [...partout, depotConfig, analyseConfig, renduConfig, balayageConfig],
  cli: [processConfig, databaseConfig, rolesConfig, objectsConfig, bucketsConfig, coffreConfig],
} satisfies Record<string, Section[]>;

export const toutesLesSections: Section[] = [...new Set<Section>(Object.values(sectionsDe).flat())];
