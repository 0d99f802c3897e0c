import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Injectable, Logger } from '@nestjs/common';
import { EnTantQue, type Finalite, LIBELLES_FINALITES, SYSTEME } from '../acces/index.js';
import { type Couverture, Rangement, RendeursService } from '../analyse/index.js';
import { EncryptedObjects } from '../platform/coffre/index.js';
import { crashPoint } from '../platform/faults/index.js';
import { Handles, type JobHandler } from '../platform/queue/index.js';
import { Scratch } from '../platform/scratch/index.js';
import { enInstant, enJour, libelleDe } from '../referentiel/index.js';
import { restituerDossier } from './restitution.job.js';
import {
  marquerEchouee,
  marquerPrete,
  type PieceARestituer,
  piecesARestituer,
  prendreRestitution,
  type RestitutionAFaire,
  restitutionAFaire,
} from './restitutions.repository.js';

const TENTATIVES_MAX = 5;

/** Name and pseudonym: the file may travel far from the register of agents. */
const lecteurDe = ({ organisme, pseudonyme }: RestitutionAFaire): string => `${organisme}, agent ${pseudonyme}`;

const couvertureDe = (restitution: RestitutionAFaire, pieces: readonly PieceARestituer[]): Couverture => ({
  titre: 'Dossier unique de demande de logement social',
  lecteur: `agent ${restitution.pseudonyme}`,
  organisme: restitution.organisme,
  finalite: LIBELLES_FINALITES[restitution.finalite as Finalite],
  dateHeure: enInstant(restitution.demandeeLe),
  referenceJournal: restitution.referenceJournal,
  demandeur: `${restitution.prenom} ${restitution.nom}`,
  numeroUnique: restitution.numeroUnique,
  pieces: pieces.map(({ type, personnes, deposeeLe, pages }) => ({
    libelle: libelleDe(type),
    personnes,
    deposeeLe: enJour(deposeeLe),
    pages,
  })),
});

const filigraneDe = (restitution: RestitutionAFaire): string =>
  `${lecteurDe(restitution)} · ${enInstant(restitution.demandeeLe)} · ${restitution.referenceJournal}`;

/** Makes the PDF of a dossier for its reader: decrypts the clean PDFs, assembles them, puts the result away encrypted. */
@Injectable()
@Handles(restituerDossier)
export class RestituerDossier implements JobHandler<typeof restituerDossier> {
  private readonly logger = new Logger(RestituerDossier.name);

  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly objets: EncryptedObjects,
    private readonly rendeurs: RendeursService,
    private readonly rangement: Rangement,
    private readonly scratch: Scratch,
  ) {}

  async handle({ restitutionId }: { restitutionId: string }): Promise<void> {
    const tentatives = await this.enTantQue.executer(SYSTEME, (tx) => prendreRestitution(tx, restitutionId));
    if (tentatives === null) return;
    const restitution = await this.enTantQue.executer(SYSTEME, (tx) => restitutionAFaire(tx, restitutionId));
    if (!restitution || tentatives > TENTATIVES_MAX) return this.echouer(restitutionId);
    await this.scratch.within('restitution', (travail) => this.assembler(restitution, travail));
  }

  private async assembler(restitution: RestitutionAFaire, travail: string): Promise<void> {
    const { id, dossierId } = restitution;
    const pieces = await this.enTantQue.executer(SYSTEME, (tx) => piecesARestituer(tx, id));
    const rendu = await this.rendeurs.assembler({
      sortie: join(travail, 'dossier.pdf'),
      dossier: travail,
      couverture: couvertureDe(restitution, pieces),
      pieces: await this.dechiffrer(dossierId, pieces, travail),
      filigrane: filigraneDe(restitution),
    });
    if (rendu.issue === 'REFUSE') {
      this.logger.error({ restitution: id, motif: rendu.motif }, 'assemblage refusé');
      return this.echouer(id);
    }
    const ecrits = await this.rangement.ranger({ dossierId, id: null }, [{ genre: 'RESTITUTION', chemin: rendu.pdf }]);
    crashPoint('restitution.ecrite');
    const [objet] = ecrits;
    if (!objet) return;
    await this.rangement.publier(ecrits, (tx) => marquerPrete(tx, id, objet.id, rendu.pages));
    crashPoint('restitution.prete');
  }

  private async dechiffrer(
    dossierId: string,
    pieces: readonly PieceARestituer[],
    travail: string,
  ): Promise<{ titre: string; pages: number; pdfs: string[] }[]> {
    const dossier = await this.objets.within(dossierId);
    const assemblage: { titre: string; pages: number; pdfs: string[] }[] = [];
    for (const { id, type, pages, cles } of pieces) {
      const pdfs: string[] = [];
      for (const [rang, cle] of cles.entries()) {
        const chemin = join(travail, `${id}-${rang}.pdf`);
        await pipeline(await dossier.get(cle), createWriteStream(chemin, { mode: 0o600 }));
        pdfs.push(chemin);
      }
      assemblage.push({ titre: libelleDe(type), pages, pdfs });
    }
    return assemblage;
  }

  private async echouer(id: string): Promise<void> {
    this.logger.error({ restitution: id }, 'restitution abandonnée');
    await this.enTantQue.executer(SYSTEME, (tx) => marquerEchouee(tx, id));
  }
}
