export { checkSections, ConfigurationError, DEMONSTRATION, isSecret, secret, section } from './section.js';
export type { Section } from './section.js';
export { processConfig } from './process.config.js';
