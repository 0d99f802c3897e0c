import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { EnTantQue, Ouvert } from './acces/index.js';
import { ClamdService } from './analyse/index.js';
import { OBJECT_STORE, type ObjectStore } from './platform/objects/index.js';
import { Queues } from './platform/queue/index.js';

const DELAI_MS = 3_000;
/** A key that cannot exist: the answer "absent" proves that the storage answers and that our keys are right. */
const CLE_ABSENTE = 'pdf/00000000-0000-0000-0000-000000000000';

/** `vivant`: this process answers. `pret`: everything it needs to serve a person answers too. */
@Ouvert()
@ApiExcludeController()
@Controller('api/v1/sante')
export class SanteController {
  constructor(
    private readonly sante: HealthCheckService,
    private readonly indicateur: HealthIndicatorService,
    private readonly enTantQue: EnTantQue,
    private readonly queues: Queues,
    private readonly clamd: ClamdService,
    @Inject(OBJECT_STORE) private readonly objets: ObjectStore,
  ) {}

  @Get('vivant')
  vivant(): { statut: 'vivant' } {
    return { statut: 'vivant' };
  }

  @Get('pret')
  @HealthCheck()
  pret() {
    const sonde = (nom: string, essai: () => Promise<object | null | void>) => () =>
      this.indicateur
        .check(nom)
        .attempt(async () => ({ ...(await essai()) }))
        .withTimeout(DELAI_MS);
    return this.sante.check([
      sonde('postgres', () => this.enTantQue.ping()),
      sonde('redis', () => this.queues.ping()),
      sonde('s3', () => this.objets.head('pieces', CLE_ABSENTE)),
      sonde('clamd', () => this.antivirusPret()),
    ]);
  }

  private async antivirusPret(): Promise<{ reserve?: string }> {
    const { pret, reserve } = await this.clamd.pret();
    if (!pret) throw new Error(reserve);
    return reserve ? { reserve } : {};
  }
}
