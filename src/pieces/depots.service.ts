import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { Decisions, EnTantQue, introuvable, Journal, type SujetConnecte } from '../acces/index.js';
import { personnesDuDossier } from '../demandes/index.js';
import { Messagerie } from '../messagerie/index.js';
import { crashPoint } from '../platform/faults/index.js';
import { champsInvalides, type Problem } from '../platform/http/index.js';
import { OBJECT_STORE, type ObjectStore } from '../platform/objects/index.js';
import { Queues } from '../platform/queue/index.js';
import { jourIso, typeDePieceDe } from '../referentiel/index.js';
import { accuserReception } from './accuse.repository.js';
import { depotConfig } from './depot.config.js';
import {
  dejaDeposee,
  dejaDeposeeEnPartie,
  dejaDeposeeOuEnCours,
  depotEnCours,
  nonRemplacable,
  personneInconnue,
  stockageIndisponible,
  typeInconnu,
  typeSensible,
} from './depot.errors.js';
import { champsDepot } from './depot.schema.js';
import {
  abandonnerDepot,
  type FichierAttendu,
  depotAccuse,
  fichiersDejaLa,
  inscrireDepot,
  marquerRecus,
  type NouvellePiece,
} from './depots.repository.js';
import { analyserFichier } from './fichier.job.js';
import { deposerPiece } from './piece.policy.js';
import { pieceParId } from './pieces.repository.js';
import { type FichierRecu, type Formulaire, type Partie, Reception } from './reception.service.js';

const viole = (error: unknown, contrainte: string): boolean =>
  error instanceof QueryFailedError && (error.driverError as { constraint?: string }).constraint === contrainte;
const estRefusParRls = (error: unknown): boolean =>
  error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '42501';

/** A deposit: read once, rows first, then the objects, then RECU for all or for none. */
@Injectable()
export class Depots {
  private readonly logger = new Logger(Depots.name);
  private readonly delaiS = depotConfig.read().DEPOT_DELAI_S;

  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly decisions: Decisions,
    private readonly journal: Journal,
    private readonly reception: Reception,
    private readonly messagerie: Messagerie,
    private readonly queues: Queues,
    @Inject(OBJECT_STORE) private readonly objets: ObjectStore,
  ) {}

  /** @returns the id of the pièce, once every byte of it was acknowledged by the storage. */
  async deposer(sujet: SujetConnecte, dossierId: string, parties: AsyncIterable<Partie>): Promise<string> {
    await this.enTantQue.executer(sujet, (tx) => this.decisions.exiger(tx, sujet, deposerPiece, dossierId));
    const formulaire = await this.reception.recevoir(parties);
    try {
      const piece = await this.enTantQue.executer(sujet, (tx) => this.decrire(tx, sujet, dossierId, formulaire));
      const attendus = await this.inscrire(sujet, piece, formulaire.fichiers);
      crashPoint('depot.inscrit');
      await this.ecrire(sujet, piece.id, attendus);
      crashPoint('depot.ecrit');
      await this.accuser(sujet, piece);
      crashPoint('depot.recu');
      await this.annoncer(attendus);
      return piece.id;
    } finally {
      await this.reception.fermer(formulaire.fichiers);
    }
  }

  private async decrire(
    tx: EntityManager,
    sujet: SujetConnecte,
    dossierId: string,
    { champs }: Formulaire,
  ): Promise<NouvellePiece> {
    // A long upload may end after the consultation did.
    await this.decisions.exiger(tx, sujet, deposerPiece, dossierId);
    const lus = champsDepot.safeParse(champs);
    if (!lus.success) throw champsInvalides(lus.error.issues);
    const type = typeDePieceDe(lus.data.type[0]);
    if (!type) throw typeInconnu();
    if (type.sensible && sujet.type === 'agent' && !sujet.sensible) throw typeSensible();
    const duDossier = await personnesDuDossier(tx, dossierId);
    const connues = new Set(duDossier.map(({ id }) => id));
    if (lus.data.personnes.some((id) => !connues.has(id))) throw personneInconnue();
    await this.remplacable(tx, dossierId, type.code, lus.data.remplace);
    const parDefaut = duDossier.filter(({ role }) => role === 'demandeur').map(({ id }) => id);
    return {
      id: randomUUID(),
      dossierId,
      type: type.code,
      sensible: type.sensible,
      personnes: lus.data.personnes.length > 0 ? [...new Set(lus.data.personnes)] : parDefaut,
      recueLe: (sujet.type === 'agent' && lus.data.recueLe) || jourIso(new Date()),
      remplace: lus.data.remplace,
    };
  }

  /** Row-level security asks the same again; here it is a sentence. */
  private async remplacable(tx: EntityManager, dossierId: string, type: string, id: string | null): Promise<void> {
    if (id === null) return;
    const ancienne = await pieceParId(tx, id);
    const memeNature = ancienne?.dossier === dossierId && ancienne.type === type;
    if (!memeNature || ancienne.etat !== 'EN_LIGNE') throw nonRemplacable();
  }

  private async inscrire(sujet: SujetConnecte, piece: NouvellePiece, recus: FichierRecu[]): Promise<FichierAttendu[]> {
    const essai = (): Promise<FichierAttendu[]> =>
      this.enTantQue.executer(sujet, async (tx) => {
        await this.decisions.exiger(tx, sujet, deposerPiece, piece.dossierId);
        return inscrireDepot(tx, sujet, piece, recus);
      });
    try {
      return await essai();
    } catch (error) {
      // What the policy allows and row-level security refuses, because a right ended in between, is the same refusal.
      if (estRefusParRls(error)) throw introuvable();
      if (viole(error, 'piece_remplace')) throw nonRemplacable();
      if (!viole(error, 'fichier_unique')) throw error;
      const refus = await this.doublon(sujet, piece.dossierId, recus);
      if (refus) throw refus;
      // Still there: it is somebody else's to take back, or another attempt was first.
      return essai().catch((encore: unknown) => {
        if (!viole(encore, 'fichier_unique')) throw encore;
        throw sujet.type === 'agent' ? dejaDeposeeOuEnCours() : depotEnCours();
      });
    }
  }

  /** Null when the earlier deposit of the same bytes was interrupted, and has been taken back if it was one's own. */
  private async doublon(sujet: SujetConnecte, dossierId: string, recus: FichierRecu[]): Promise<Problem | null> {
    return this.enTantQue.executer(sujet, async (tx) => {
      const empreintes = recus.map(({ sha256 }) => sha256);
      const deja = await fichiersDejaLa(tx, dossierId, empreintes, this.delaiS);
      const interrompu = deja.find((un) => un.interrompu);
      if (interrompu) {
        await abandonnerDepot(tx, interrompu.pieceId, 'depot.interrompu');
        return null;
      }
      const racontables = deja.filter(({ notre }) => sujet.type === 'demandeur' || notre);
      const [premier] = racontables;
      if (!premier) return dejaDeposeeOuEnCours();
      const enCours = racontables.find(({ etat }) => etat === 'ATTENDU');
      if (enCours) return depotEnCours({ fichier: recus[enCours.rang - 1]?.nom });
      const details = { fichier: recus[premier.rang - 1]?.nom, piece: premier.pieceId };
      return racontables.some(({ complet }) => complet)
        ? dejaDeposee({ ...details, complet: true })
        : dejaDeposeeEnPartie(details);
    });
  }

  private async ecrire(sujet: SujetConnecte, pieceId: string, attendus: readonly FichierAttendu[]): Promise<void> {
    try {
      for (const { cle, recu } of attendus) {
        const corps = recu.contenu.createReadStream({ start: 0, autoClose: false });
        await this.objets.put('quarantaine', cle, corps, { bytes: recu.octets, md5: recu.md5 });
      }
    } catch (error) {
      this.logger.error({ err: error }, 'écriture en quarantaine impossible');
      await this.enTantQue.executer(sujet, (tx) => abandonnerDepot(tx, pieceId, 'depot.stockage_indisponible'));
      throw stockageIndisponible();
    }
  }

  private async accuser(sujet: SujetConnecte, piece: NouvellePiece): Promise<void> {
    await this.enTantQue.executer(sujet, async (tx) => {
      if ((await marquerRecus(tx, piece.id)) === 0) {
        // Slower than the sweeper, which found every byte and acknowledged the deposit in our place; or taken back.
        if (await depotAccuse(tx, piece.id)) return;
        throw stockageIndisponible();
      }
      await this.journal.inscrire(tx, sujet, {
        acte: 'PIECE_DEPOSEE',
        dossierId: piece.dossierId,
        details: { piece: piece.id, personnes: piece.personnes, recueLe: piece.recueLe },
      });
      await accuserReception(tx, this.messagerie, piece.id);
    });
  }

  /** At once when Redis is there; the sweeper finds in the rows what could not be announced. */
  private async annoncer(attendus: readonly FichierAttendu[]): Promise<void> {
    for (const { id } of attendus) {
      await this.queues
        .enqueue(analyserFichier, id, { fichierId: id })
        .catch((error: unknown) => this.logger.warn({ err: error }, 'annonce remise à plus tard'));
    }
  }
}
