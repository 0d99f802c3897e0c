export { createAdapter } from './adapter.js';
export { httpConfig } from './http.config.js';
export { ProblemFilter } from './problem.filter.js';
export { Problem, problem } from './problem.js';
export { champsInvalides, httpProviders } from './validation.js';
