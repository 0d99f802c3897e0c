import type { EntityManager } from 'typeorm';
import type { EtatFichier } from './fichier.entity.js';
import type { EtatPiece } from './piece.entity.js';

export interface LigneFichier {
  id: string;
  rang: number;
  nom: string;
  format: string;
  octets: number;
  etat: EtatFichier;
  motif: string | null;
  pages: number | null;
}

export interface LignePiece {
  id: string;
  dossier: string;
  type: string;
  etat: EtatPiece;
  motifRetrait: string | null;
  deposant: 'demandeur' | 'agent';
  organismeId: string | null;
  organisme: string | null;
  recueLe: string;
  deposeeLe: Date;
  enLigneLe: Date | null;
  remplaceePar: string | null;
  sensible: boolean;
  personnes: string[];
  fichiers: LigneFichier[];
}

const PIECES = `
  select p.id, p.dossier_id as dossier, p.type, p.etat, p.motif_retrait as "motifRetrait", p.deposant,
    p.organisme_id as "organismeId", o.nom as organisme, p.recue_le::text as "recueLe", p.deposee_le as "deposeeLe",
    p.en_ligne_le as "enLigneLe", p.remplacee_par as "remplaceePar", p.sensible,
    array(select personne_id from piece_personne where piece_id = p.id order by personne_id) as personnes,
    (select json_agg(json_build_object('id', f.id, 'rang', f.rang, 'nom', f.nom, 'format', f.format, 'octets', f.octets,
       'etat', f.etat, 'motif', f.motif, 'pages', f.pages) order by f.rang) from fichier f where f.piece_id = p.id) as fichiers
  from piece p left join organisme o on o.id = p.organisme_id`;

export const pieceParId = async (tx: EntityManager, id: string): Promise<LignePiece | null> => {
  const [piece] = await tx.query<[LignePiece?]>(`${PIECES} where p.id = $1`, [id]);
  return piece ?? null;
};

/** Every pièce of a dossier that the sujet may see, the oldest deposit first. */
export const piecesDuDossier = (tx: EntityManager, dossierId: string): Promise<LignePiece[]> =>
  tx.query(`${PIECES} where p.dossier_id = $1 order by p.deposee_le, p.id`, [dossierId]);

/** The object that shows page `n` (from 1) of a pièce: its fichiers follow one another. */
export const apercuDePage = async (tx: EntityManager, pieceId: string, n: number): Promise<{ cle: string } | null> => {
  const [objet] = await tx.query<[{ cle: string }?]>(
    `select o.cle from fichier f join objet o on o.fichier_id = f.id and o.genre = 'APERCU' and o.etat = 'PRESENT'
     where f.piece_id = $1 and f.etat = 'PRET' order by f.rang, o.page offset $2 limit 1`,
    [pieceId, n - 1],
  );
  return objet ?? null;
};

export interface ObjetLu {
  cle: string;
  nom: string;
  format: string;
}

/** The object of this kind of the fichier `rang` (from 1) of a pièce, while it exists. */
export const objetDuFichier = async (
  tx: EntityManager,
  pieceId: string,
  rang: number,
  genre: 'PDF' | 'VIGNETTES' | 'ORIGINAL',
): Promise<ObjetLu | null> => {
  const [objet] = await tx.query<[ObjetLu?]>(
    `select o.cle, f.nom, f.format from fichier f
     join objet o on o.fichier_id = f.id and o.genre = $3 and o.etat = 'PRESENT'
     where f.piece_id = $1 and f.rang = $2 and f.etat = 'PRET'`,
    [pieceId, rang, genre],
  );
  return objet ?? null;
};

/** The fichiers whose bytes as given still exist, by rank. */
export const originauxPresents = async (tx: EntityManager, pieceId: string): Promise<number[]> => {
  const lignes = await tx.query<{ rang: number }[]>(
    `select f.rang from fichier f join objet o on o.fichier_id = f.id and o.genre = 'ORIGINAL' and o.etat = 'PRESENT'
     where f.piece_id = $1 and f.etat = 'PRET' order by f.rang`,
    [pieceId],
  );
  return lignes.map(({ rang }) => rang);
};

/** Has somebody else read it? Asked by the person only. */
export const pieceLue = async (tx: EntityManager, pieceId: string): Promise<boolean> => {
  const [reponse] = await tx.query<[{ lue: boolean }]>('select piece_lue($1) as lue', [pieceId]);
  return reponse.lue;
};

export const retirerLaPiece = async (
  tx: EntityManager,
  pieceId: string,
): Promise<'RETIREE' | 'LUE' | 'ETAT' | 'INTROUVABLE'> => {
  const [reponse] = await tx.query<[{ issue: 'RETIREE' | 'LUE' | 'ETAT' | 'INTROUVABLE' }]>(
    'select piece_retirer($1) as issue',
    [pieceId],
  );
  return reponse.issue;
};

/** True the first time a pièce is opened in a consultation. */
export const premiereLecture = async (tx: EntityManager, consultationId: string, pieceId: string): Promise<boolean> => {
  const lues = await tx.query<unknown[]>(
    `insert into lecture (consultation_id, piece_id) values ($1, $2) on conflict do nothing returning piece_id`,
    [consultationId, pieceId],
  );
  return lues.length > 0;
};
