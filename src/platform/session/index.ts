export { registerSession } from './register-session.js';
export { sessionConfig } from './session.config.js';
