export { databaseConfig, rolesConfig } from './database.config.js';
export { DatabaseModule } from './database.module.js';
export { Database } from './database.service.js';
export { migrate } from './migrator.js';
export { prepareRoles } from './roles.js';
