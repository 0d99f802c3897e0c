import type { EntityManager } from 'typeorm';

export interface EtatDePiece {
  id: string;
  etat: 'EN_PREPARATION' | 'EN_LIGNE' | 'REMPLACEE' | 'RETIREE';
  fichiers: string[];
}

/** The states alone: light enough to be asked every second. */
export const etatsDesPieces = (tx: EntityManager, dossierId: string): Promise<EtatDePiece[]> =>
  tx.query(
    `select p.id, p.etat, array(select f.etat from fichier f where f.piece_id = p.id order by f.rang) as fichiers
     from piece p where p.dossier_id = $1 order by p.id`,
    [dossierId],
  );

/** Will something of it change by itself within a minute? What is parked for an operator will not. */
export const vaChanger = (etats: readonly EtatDePiece[]): boolean =>
  etats.some(
    ({ etat, fichiers }) =>
      etat === 'EN_PREPARATION' && !fichiers.includes('A_EXAMINER') && fichiers.some((fichier) => fichier !== 'PRET'),
  );
