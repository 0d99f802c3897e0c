import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { VerdictAntivirus } from '../pieces/index.js';
import { OBJECT_STORE, ObjectMissing, type ObjectStore, ObjectStoreError } from '../platform/objects/index.js';
import { estAccepte, type MotifRefus } from '../referentiel/index.js';
import type { Verdict } from './antivirus/verdict.js';
import { AntivirusIndisponible } from './antivirus/antivirus.errors.js';
import { ClamdService } from './antivirus/clamd.service.js';
import type { FichierAAnalyser } from './fichiers.repository.js';
import { RENDEURS_CONFIG, type RendeursConfig } from './rendu/rendu.config.js';
import type { ReponseNormaliser } from './rendu/rendu.schema.js';
import { RendeursService } from './rendu/rendeurs.service.js';

/** Of the network, the disk, and PostgreSQL stopping or starting (class 57P). */
const SERVICES_ABSENTS = new Set('ECONNREFUSED ECONNRESET ETIMEDOUT EPIPE ENOSPC EDQUOT 57P01 57P02 57P03'.split(' '));

export type Issue =
  | { issue: 'SAIN' | 'INFECTE'; antivirus: VerdictAntivirus }
  | { issue: 'REFUSE'; motif: MotifRefus; antivirus: VerdictAntivirus };

const enLigneDeBase = ({ moteur, base, baseDatee, ...reste }: Verdict): VerdictAntivirus => ({
  moteur,
  base,
  baseDatee: baseDatee?.toISOString() ?? null,
  ...('signature' in reste && { signature: reste.signature }),
});

/** The steps on one local copy of hostile bytes: read once, scanned, then opened in a renderer only. */
@Injectable()
export class Examen {
  private readonly logger = new Logger(Examen.name);

  constructor(
    @Inject(OBJECT_STORE) private readonly objets: ObjectStore,
    private readonly clamd: ClamdService,
    private readonly rendeurs: RendeursService,
    @Inject(RENDEURS_CONFIG) private readonly config: RendeursConfig,
  ) {}

  /** Is it the fault of something that will come back, and not of this fichier nor ours? */
  async serviceAbsent(error: unknown): Promise<boolean> {
    if (error instanceof AntivirusIndisponible) return (await this.clamd.version()) === null;
    if (error instanceof ObjectStoreError) return error.retryable;
    const { code = '', driverError } = error as { code?: string; driverError?: { code?: string } };
    return SERVICES_ABSENTS.has(driverError?.code ?? code);
  }

  /** @returns the path of the copy, or null when the bucket no longer holds what was received. */
  async lire({ id, cle, sha256 }: FichierAAnalyser, travail: string): Promise<string | null> {
    const source = join(travail, 'source');
    const mesure = createHash('sha256');
    try {
      const tap = new PassThrough().on('data', (morceau: Buffer) => mesure.update(morceau));
      await pipeline(await this.objets.get('quarantaine', cle), tap, createWriteStream(source, { mode: 0o600 }));
    } catch (error) {
      if (!(error instanceof ObjectMissing)) throw error;
      this.logger.error({ fichier: id }, 'objet reçu introuvable en quarantaine');
      return null;
    }
    if (mesure.digest().equals(sha256)) return source;
    this.logger.error({ fichier: id }, 'octets différents de ceux qui ont été reçus');
    return null;
  }

  /** @throws AntivirusIndisponible: no verdict is never a clean one (ASVS 16.5.3). */
  async antivirus({ format }: FichierAAnalyser, source: string, travail: string): Promise<Issue> {
    const verdict = await this.clamd.examiner(source);
    if (verdict.issue !== 'CHIFFRE') return this.conclure(verdict);
    const antivirus = enLigneDeBase(verdict);
    if (format !== 'application/pdf') return { issue: 'REFUSE', motif: 'fichier.format_refuse', antivirus };
    const clair = await this.rendeurs.dechiffrer({ source, dossier: travail });
    if (clair.issue === 'REFUSE') return { issue: 'REFUSE', motif: clair.motif, antivirus };
    const second = await this.clamd.examiner(clair.pdf);
    return this.conclure(second);
  }

  private conclure(verdict: Verdict): Issue {
    const antivirus = enLigneDeBase(verdict);
    if (verdict.issue === 'HORS_LIMITES') return { issue: 'REFUSE', motif: 'rendu.trop_lourd', antivirus };
    if (verdict.issue === 'CHIFFRE') return { issue: 'REFUSE', motif: 'pdf.mot_de_passe', antivirus };
    return { issue: verdict.issue, antivirus };
  }

  async normaliser({ format }: FichierAAnalyser, source: string, dossier: string): Promise<ReponseNormaliser> {
    if (!estAccepte(format)) return { issue: 'REFUSE', motif: 'fichier.format_refuse' };
    const limites = { pages: this.config.RENDU_PAGES, pixels: this.config.RENDU_PIXELS };
    return this.rendeurs.normaliser({ source, format, dossier, limites });
  }
}
