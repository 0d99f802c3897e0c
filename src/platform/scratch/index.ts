export { ScratchModule } from './scratch.module.js';
export { Scratch } from './scratch.service.js';
