export { Repeated } from './repeated.js';
