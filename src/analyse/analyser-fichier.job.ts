import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EnTantQue, Journal, SYSTEME } from '../acces/index.js';
import { Messagerie } from '../messagerie/index.js';
import { analyserFichier, avisDeRefus, type VerdictAntivirus } from '../pieces/index.js';
import { crashPoint } from '../platform/faults/index.js';
import { Handles, type JobHandler } from '../platform/queue/index.js';
import { Scratch } from '../platform/scratch/index.js';
import { libelleDe, type Motif, phraseDuMotif } from '../referentiel/index.js';
import { analyseConfig } from './analyse.config.js';
import { Examen, type Issue } from './examen.service.js';
import {
  type Fin,
  type FichierAAnalyser,
  marquerFin,
  marquerPret,
  marquerSain,
  mettrePieceEnLigne,
  origineDeLaPiece,
  prendreFichier,
  remplacerAncienne,
  rendreFichier,
  retirerPiece,
  typeDeLaPiece,
  verrouillerPiece,
} from './fichiers.repository.js';
import { type ObjetEcrit, vouerALaDestruction } from './objets.repository.js';
import { Rangement } from './rangement.service.js';
import { DisquePlein } from './rendu/rendu.errors.js';

/** The copy, what is made of it, and the sealed form of each. */
const ROOM_FACTOR = 6;

/**
 * One fichier from RECU to its end: one read into scratch, hash compared, then the same copy is scanned, normalised,
 * drawn and put away encrypted. May be run twice at once: each arrow is a compare-and-set, each attempt has its own keys.
 * Retries: a service away (S3, clamd, the databases, the disk) does not count; everything else does, a renderer or a
 * worker that died as well as a fault of ours, and too many park the fichier A_EXAMINER for an operator. Gives up: never
 * silently.
 */
@Injectable()
@Handles(analyserFichier)
export class AnalyserFichier implements JobHandler<typeof analyserFichier> {
  private readonly logger = new Logger(AnalyserFichier.name);
  private readonly tentativesMax = analyseConfig.read().ANALYSE_TENTATIVES_MAX;

  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly journal: Journal,
    private readonly messagerie: Messagerie,
    private readonly examen: Examen,
    private readonly rangement: Rangement,
    private readonly scratch: Scratch,
  ) {}

  async handle({ fichierId }: { fichierId: string }): Promise<void> {
    const fichier = await this.enTantQue.executer(SYSTEME, (tx) => prendreFichier(tx, fichierId));
    if (!fichier) return;
    if (fichier.tentatives > this.tentativesMax) return this.finir(fichier, 'A_EXAMINER', 'fichier.a_examiner', null);
    try {
      await this.scratch.within('analyse', (travail) => this.analyser(fichier, travail));
    } catch (error) {
      if (await this.examen.serviceAbsent(error))
        await this.enTantQue.executer(SYSTEME, (tx) => rendreFichier(tx, fichierId));
      throw error;
    }
  }

  private async analyser(fichier: FichierAAnalyser, travail: string): Promise<void> {
    if (!(await this.scratch.hasRoom(ROOM_FACTOR * Number(fichier.octets))))
      throw new DisquePlein('dossier de travail plein');
    const source = await this.examen.lire(fichier, travail);
    if (!source) return this.finir(fichier, 'REFUSE', 'fichier.different', null);
    if (fichier.etat === 'RECU') {
      const verdict = await this.examen.antivirus(fichier, source, travail);
      if (verdict.issue !== 'SAIN') return this.refuser(fichier, source, verdict);
      await this.enTantQue.executer(SYSTEME, (tx) => marquerSain(tx, fichier.id, verdict.antivirus));
      crashPoint('analyse.sain');
    }
    const rendu = await this.examen.normaliser(fichier, source, travail);
    if (rendu.issue === 'REFUSE') return this.finir(fichier, 'REFUSE', rendu.motif, null);
    const ecrits = await this.rangement.ranger(fichier, [
      { genre: 'ORIGINAL', chemin: source },
      { genre: 'PDF', chemin: rendu.pdf },
      { genre: 'VIGNETTES', chemin: rendu.vignettes },
      ...rendu.apercus.map((chemin, i) => ({ genre: 'APERCU' as const, page: i + 1, chemin })),
    ]);
    crashPoint('analyse.ecrit');
    await this.rangement.publier(ecrits, async (tx) => {
      await verrouillerPiece(tx, fichier.pieceId);
      if (!(await marquerPret(tx, fichier.id, rendu.pages))) return false;
      await vouerALaDestruction(tx, [fichier.objetId]);
      if (!(await mettrePieceEnLigne(tx, fichier.pieceId))) return true;
      await this.inscrire(tx, fichier, 'PIECE_EN_LIGNE');
      const ancienne = await remplacerAncienne(tx, fichier.pieceId);
      if (ancienne) await this.inscrire(tx, { pieceId: ancienne }, 'PIECE_REMPLACEE');
      return true;
    });
    crashPoint('analyse.pret');
    await this.rangement.detruireMaintenant([fichier.objetId]);
  }

  private async refuser(
    fichier: FichierAAnalyser,
    source: string,
    verdict: Exclude<Issue, { issue: 'SAIN' }>,
  ): Promise<void> {
    if (verdict.issue === 'REFUSE') return this.finir(fichier, 'REFUSE', verdict.motif, verdict.antivirus);
    const ecrits = await this.rangement.mettreAuRefus(fichier, source);
    crashPoint('analyse.refus');
    await this.finir(fichier, 'INFECTE', 'fichier.infecte', verdict.antivirus, ecrits);
  }

  private async finir(
    fichier: FichierAAnalyser,
    fin: Fin,
    motif: Motif,
    antivirus: VerdictAntivirus | null,
    ecrits: readonly ObjetEcrit[] = [],
  ): Promise<void> {
    await this.rangement.publier(ecrits, async (tx) => {
      await verrouillerPiece(tx, fichier.pieceId);
      if (!(await marquerFin(tx, fichier.id, fin, motif, antivirus))) return false;
      if (fin === 'A_EXAMINER') return true;
      await vouerALaDestruction(tx, [fichier.objetId]);
      if (!(await retirerPiece(tx, fichier.pieceId, motif))) return true;
      await this.inscrire(tx, fichier, 'PIECE_REFUSEE');
      const avis = avisDeRefus(libelleDe(await typeDeLaPiece(tx, fichier.pieceId)), phraseDuMotif(motif));
      await this.messagerie.deposer(tx, fichier.dossierId, avis);
      return true;
    });
    if (fin === 'A_EXAMINER')
      this.logger.error({ fichier: fichier.id, tentatives: fichier.tentatives }, 'fichier à examiner');
    crashPoint('analyse.fin');
    if (fin !== 'A_EXAMINER') await this.rangement.detruireMaintenant([fichier.objetId]);
  }

  private async inscrire(
    tx: EntityManager,
    { pieceId }: Pick<FichierAAnalyser, 'pieceId'>,
    acte: 'PIECE_EN_LIGNE' | 'PIECE_REFUSEE' | 'PIECE_REMPLACEE',
  ): Promise<void> {
    const { dossierId, organismeId } = await origineDeLaPiece(tx, pieceId);
    await this.journal.inscrire(tx, SYSTEME, { acte, dossierId, organismeId, details: { piece: pieceId } });
  }
}
