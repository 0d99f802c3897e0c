export { Message } from './message.entity.js';
export { MessagerieModule } from './messagerie.module.js';
export { Messagerie } from './messagerie.service.js';
export { messagesDuDossier, nombreDeNonLus, ouvrirMessage } from './messages.repository.js';
