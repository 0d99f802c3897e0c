export { NumerisationModule } from './numerisation.module.js';
