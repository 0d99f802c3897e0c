import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export interface ADeposer {
  objet: string;
  /** Plain text; an empty line separates paragraphs. */
  texte: string;
}

/** The message box: the durable notice. A mail, one day, will only say that something waits in it. */
@Injectable()
export class Messagerie {
  /** In the transaction of the act it tells of. @throws when the sujet may not write to this dossier. */
  async deposer(tx: EntityManager, dossierId: string, { objet, texte }: ADeposer): Promise<void> {
    await tx.query('select message_deposer($1, $2, $3)', [dossierId, objet, texte]);
  }
}
