export { createAdapter } from './adapter.js';
export { httpConfig } from './http.config.js';
export { Problem, problem } from './problem.js';
export { champsInvalides, httpProviders } from './validation.js';
