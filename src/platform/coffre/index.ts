export { coffreConfig } from './coffre.config.js';
export * from './coffre.errors.js';
export { CoffreModule, prepareCoffre } from './coffre.module.js';
export { Coffre } from './coffre.service.js';
export type { Kek } from './coffre.service.js';
export { EncryptedObjects } from './encrypted-objects.service.js';
