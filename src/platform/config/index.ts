export { checkSections, ConfigurationError, DEMONSTRATION, isSecret, secret, section } from './section.js';
export type { Environment, Section } from './section.js';
export { processConfig } from './process.config.js';
