import { retirerPiece } from '../analyse/index.js';
import { enEntretien } from './entretien.js';

/** A fichier that automatic attempts could not bring to an end. */
export interface AExaminer {
  id: string;
  depuis: Date;
  /** `YYYY-MM-DD`, the day the paper or the fichier was received: the 15 days run from it. */
  recueLe: string;
  tentatives: number;
}

/** The fichiers parked for an operator, the oldest first; with `reprendre`, each goes back to be analysed. */
export const fichiersAExaminer = (reprendre: boolean): Promise<AExaminer[]> =>
  enEntretien(async (tx) => {
    const fichiers = await tx.query<AExaminer[]>(
      `select f.id, f.fin_le as depuis, p.recue_le::text as "recueLe", f.tentatives
       from fichier f join piece p on p.id = f.piece_id where f.etat = 'A_EXAMINER' order by f.fin_le for update of f`,
    );
    if (reprendre) {
      await tx.query(
        `update fichier set etat = 'RECU', sain_le = null, fin_le = null, motif = null, tentatives = 0, reprise_le = now()
         where id = any ($1)`,
        [fichiers.map(({ id }) => id)],
      );
    }
    return fichiers;
  });

/**
 * Ends one parked fichier by an operator's decision: the person is asked for the document again.
 * @returns false when it is not, or no longer, parked.
 */
export const refuserFichier = (id: string): Promise<boolean> =>
  enEntretien(async (tx) => {
    const [[fichier]] = await tx.query<[[{ piece: string; dossier: string }?], number]>(
      `update fichier set etat = 'REFUSE', motif = 'fichier.illisible', fin_le = now()
       where id = $1 and etat = 'A_EXAMINER' returning piece_id as piece, dossier_id as dossier`,
      [id],
    );
    if (!fichier) return false;
    if (await retirerPiece(tx, fichier.piece, 'fichier.illisible')) {
      await tx.query('select journal_inscrire($1, $2, null, $3)', [
        `dossier:${fichier.dossier}`,
        fichier.dossier,
        JSON.stringify({ acte: 'PIECE_REFUSEE', sujet: 'systeme', dossier: fichier.dossier, piece: fichier.piece }),
      ]);
    }
    return true;
  });
