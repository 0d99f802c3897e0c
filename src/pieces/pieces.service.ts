import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Consultations, Decisions, EnTantQue, introuvable, Journal, type SujetConnecte } from '../acces/index.js';
import { EncryptedObjects, KeyDestroyed, KeyMissing } from '../platform/coffre/index.js';
import { libelleDe, ordreDuDossier, phraseDuMotif } from '../referentiel/index.js';
import { lirePiece, suivrePiece, telechargerPiece } from './piece.policy.js';
import type { PieceVue } from './piece.schema.js';
import {
  apercuDePage,
  type LignePiece,
  objetDuFichier,
  originauxPresents,
  pieceLue,
  pieceParId,
  piecesDuDossier,
  premiereLecture,
} from './pieces.repository.js';

const motifVu = (code: string | null) => (code ? { code, message: phraseDuMotif(code) } : null);

/** A pièce with what only the person may know of it. */
export interface PieceAMoi {
  piece: PieceVue;
  /** Read by somebody else, so that it can no more be withdrawn. */
  lue: boolean;
  /** Ranks of the fichiers whose original bytes still exist. */
  originaux: number[];
}

export interface Telechargement {
  contenu: Readable;
  nom: string;
  format: string;
}

/** A file name may tell things of the person: only who gave it sees it again. */
const estDeposant = (sujet: SujetConnecte, piece: LignePiece): boolean =>
  sujet.type === 'demandeur' || sujet.organismeId === piece.organismeId;

const vue = (piece: LignePiece, nomme: boolean): PieceVue => ({
  id: piece.id,
  dossier: piece.dossier,
  type: piece.type,
  libelle: libelleDe(piece.type),
  etat: piece.etat,
  motif: motifVu(piece.motifRetrait),
  personnes: piece.personnes,
  deposant: piece.deposant,
  organisme: piece.organisme,
  recueLe: piece.recueLe,
  deposeeLe: piece.deposeeLe.toISOString(),
  enLigneLe: piece.enLigneLe?.toISOString() ?? null,
  remplaceePar: piece.remplaceePar,
  pages: piece.fichiers.reduce((total, { etat, pages }) => total + (etat === 'PRET' ? (pages ?? 0) : 0), 0),
  fichiers: piece.fichiers.map((fichier) => ({
    ...fichier,
    nom: nomme ? fichier.nom : null,
    motif: motifVu(fichier.motif),
  })),
});

const vuePar = (sujet: SujetConnecte, piece: LignePiece): PieceVue => vue(piece, estDeposant(sujet, piece));

@Injectable()
export class Pieces {
  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly decisions: Decisions,
    private readonly consultations: Consultations,
    private readonly journal: Journal,
    private readonly objets: EncryptedObjects,
  ) {}

  /** @throws `dossier.introuvable` for a pièce that does not exist or is not for this sujet. */
  async suivre(sujet: SujetConnecte, id: string): Promise<PieceVue> {
    return this.enTantQue.executer(sujet, async (tx) => vuePar(sujet, await this.trouver(tx, sujet, id, suivrePiece)));
  }

  /** The pièces of a dossier in the order of a file. The caller has already decided that the dossier may be read. */
  async duDossier(tx: EntityManager, sujet: SujetConnecte, dossierId: string): Promise<PieceVue[]> {
    const lignes = await piecesDuDossier(tx, dossierId);
    return lignes.map((ligne) => vuePar(sujet, ligne)).toSorted((a, b) => ordreDuDossier(a.type, b.type));
  }

  /** What any reader without the sensitive right sees of a dossier; the caller is the person herself. */
  async pourUnLecteur(tx: EntityManager, dossierId: string): Promise<PieceVue[]> {
    const lisibles = (await piecesDuDossier(tx, dossierId)).filter(
      ({ etat, sensible }) => etat === 'EN_LIGNE' && !sensible,
    );
    return lisibles.map((ligne) => vue(ligne, false)).toSorted((a, b) => ordreDuDossier(a.type, b.type));
  }

  async aMoi(sujet: SujetConnecte, id: string): Promise<PieceAMoi> {
    return this.enTantQue.executer(sujet, async (tx) => ({
      piece: vuePar(sujet, await this.trouver(tx, sujet, id, telechargerPiece)),
      lue: await pieceLue(tx, id),
      originaux: await originauxPresents(tx, id),
    }));
  }

  /** The verified PDF of one fichier, or its bytes as they were given. */
  async telecharger(
    sujet: SujetConnecte,
    id: string,
    rang: number,
    genre: 'PDF' | 'ORIGINAL',
  ): Promise<Telechargement> {
    const { dossier, objet } = await this.enTantQue.executer(sujet, async (tx) => {
      const piece = await this.trouver(tx, sujet, id, telechargerPiece);
      const trouve = await objetDuFichier(tx, id, rang, genre);
      if (!trouve) throw introuvable();
      return { dossier: piece.dossier, objet: trouve };
    });
    const contenu = await this.objets.get(dossier, objet.cle);
    return { contenu, nom: objet.nom, format: genre === 'PDF' ? 'application/pdf' : objet.format };
  }

  /** The thumbnails of every page of one fichier in one picture; for an agent it is a reading like another. */
  async vignettes(sujet: SujetConnecte, id: string, rang: number): Promise<Readable> {
    const { dossier, cle } = await this.enTantQue.executer(sujet, async (tx) => {
      const piece = await this.trouver(tx, sujet, id, lirePiece);
      const objet = await objetDuFichier(tx, id, rang, 'VIGNETTES');
      if (!objet) throw introuvable();
      await this.noterLecture(tx, sujet, piece);
      return { dossier: piece.dossier, cle: objet.cle };
    });
    return this.objets.get(dossier, cle);
  }

  /** The picture of page `n`. The first opening by an agent is journalled before the first byte leaves. */
  async apercu(sujet: SujetConnecte, id: string, n: number): Promise<Readable> {
    const { dossier, cle } = await this.enTantQue.executer(sujet, async (tx) => {
      const piece = await this.trouver(tx, sujet, id, lirePiece);
      const objet = await apercuDePage(tx, id, n);
      if (!objet) throw introuvable();
      await this.noterLecture(tx, sujet, piece);
      return { dossier: piece.dossier, cle: objet.cle };
    });
    return this.objets.get(dossier, cle).catch((error: unknown) => {
      // The dossier was erased: nothing of it exists for anybody.
      throw error instanceof KeyDestroyed || error instanceof KeyMissing ? introuvable() : error;
    });
  }

  private async trouver(
    tx: EntityManager,
    sujet: SujetConnecte,
    id: string,
    politique: typeof lirePiece,
  ): Promise<LignePiece> {
    const piece = await pieceParId(tx, id);
    if (!piece) throw introuvable();
    await this.decisions.exiger(tx, sujet, politique, piece.dossier);
    return piece;
  }

  private async noterLecture(tx: EntityManager, sujet: SujetConnecte, piece: LignePiece): Promise<void> {
    const consultation = await this.consultations.duDossier(tx, sujet, piece.dossier);
    if (!consultation || !(await premiereLecture(tx, consultation.id, piece.id))) return;
    await this.journal.inscrire(tx, sujet, {
      acte: 'PIECE_LUE',
      dossierId: piece.dossier,
      details: { piece: piece.id, finalite: consultation.finalite, consultation: consultation.id },
    });
  }
}
