import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { EnTantQue, Journal, SYSTEME } from '../acces/index.js';
import { Messagerie } from '../messagerie/index.js';
import { abandonnerDepot, accuserReception, analyserFichier, depotConfig, marquerRecus } from '../pieces/index.js';
import { Repeated } from '../platform/clock/index.js';
import { crashPoint } from '../platform/faults/index.js';
import { OBJECT_STORE, type ObjectStore } from '../platform/objects/index.js';
import { Queues } from '../platform/queue/index.js';
import { balayageConfig } from './balayage.config.js';
import {
  depotsEnSuspens,
  type DepotEnSuspens,
  fichiersEnRetard,
  seulABalayer,
  vouerLesAnciens,
  vouerLesAttendus,
} from './balayage.repository.js';
import { origineDeLaPiece } from './fichiers.repository.js';
import { Rangement } from './rangement.service.js';

const JOUR_S = 86_400;

/**
 * Finds in the rows what is due and was not done, and does it or enqueues it again. It runs on its own timer and not on
 * a queue: losing all of Redis must lose nothing.
 */
@Injectable()
export class Balayage implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Balayage.name);
  private readonly config = balayageConfig.read();
  private readonly depotS = depotConfig.read().DEPOT_DELAI_S;
  private readonly boucle = new Repeated(
    this.config.BALAYAGE_PAUSE_MS,
    () => this.balayer(),
    (error) => this.logger.warn({ err: error }, 'balayage interrompu'),
  );

  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly journal: Journal,
    private readonly messagerie: Messagerie,
    private readonly queues: Queues,
    private readonly rangement: Rangement,
    @Inject(OBJECT_STORE) private readonly objets: ObjectStore,
  ) {}

  onApplicationBootstrap(): void {
    this.boucle.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.boucle.stop();
  }

  async balayer(): Promise<void> {
    const du = await this.enTantQue.executer(SYSTEME, async (tx) => {
      if (!(await seulABalayer(tx))) return null;
      return {
        fichiers: await fichiersEnRetard(tx),
        depots: await depotsEnSuspens(tx, this.depotS, this.config.DEPOT_ABANDON_S),
      };
    });
    if (!du) return;
    await this.tenter('annonces', async () => {
      for (const { id } of du.fichiers) await this.queues.enqueue(analyserFichier, id, { fichierId: id });
    });
    for (const depot of du.depots) await this.tenter('reprise', () => this.reprendre(depot));
    await this.tenter('péremptions', () => this.vouer());
    await this.tenter('destructions', () => this.rangement.detruire());
  }

  private async vouer(): Promise<void> {
    const { OBJETS_ATTENDUS_DELAI_S, ORIGINAUX_JOURS, REFUS_JOURS, RESTITUTION_MINUTES } = this.config;
    await this.enTantQue.executer(SYSTEME, async (tx) => {
      await vouerLesAttendus(tx, OBJETS_ATTENDUS_DELAI_S);
      await vouerLesAnciens(tx, 'ORIGINAL', ORIGINAUX_JOURS * JOUR_S);
      await vouerLesAnciens(tx, 'REFUS', REFUS_JOURS * JOUR_S);
      await vouerLesAnciens(tx, 'RESTITUTION', RESTITUTION_MINUTES * 60);
    });
  }

  /** Redis being away keeps nothing from being destroyed, nor one broken deposit the next from being taken up. */
  private async tenter(etape: string, travail: () => Promise<unknown>): Promise<void> {
    await travail().catch((error: unknown) => this.logger.warn({ err: error, etape }, 'balayage : étape remise'));
  }

  /** Every byte is there: the deposit is acknowledged after all. Some never came: after a day it is given up. */
  private async reprendre({ pieceId, objets, ancien }: DepotEnSuspens): Promise<void> {
    const trouves = await Promise.all(objets.map(({ cle }) => this.objets.head('quarantaine', cle)));
    const complet = trouves.every((trouve, i) => trouve?.bytes === Number(objets[i]?.octets));
    if (!complet && !ancien) return;
    await this.enTantQue.executer(SYSTEME, async (tx) => {
      if (!complet) return abandonnerDepot(tx, pieceId, 'depot.interrompu');
      if ((await marquerRecus(tx, pieceId)) === 0) return;
      const { deposant, recueLe, ...origine } = await origineDeLaPiece(tx, pieceId);
      await this.journal.inscrire(tx, SYSTEME, {
        acte: 'PIECE_DEPOSEE',
        ...origine,
        details: {
          piece: pieceId,
          deposant,
          recueLe,
          reprise: true,
          ...(origine.organismeId && { organisme: origine.organismeId }),
        },
      });
      await accuserReception(tx, this.messagerie, pieceId);
    });
    crashPoint(complet ? 'balayage.recu' : 'balayage.abandonne');
  }
}
