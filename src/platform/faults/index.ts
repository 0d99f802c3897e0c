export { crashPoint, faultConfig } from './fault.js';
