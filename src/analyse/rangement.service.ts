import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EnTantQue, SYSTEME } from '../acces/index.js';
import { Coffre, EncryptedObjects } from '../platform/coffre/index.js';
import { crashPoint } from '../platform/faults/index.js';
import { OBJECT_STORE, type ObjectStore } from '../platform/objects/index.js';
import { balayageConfig } from './balayage.config.js';
import {
  attendreObjets,
  marquerDetruits,
  marquerPresents,
  objetsADetruire,
  type ObjetEcrit,
  type ObjetVoulu,
  renoncerAuxObjets,
} from './objets.repository.js';

/** Where an object belongs: the dossier whose key locks it, and the fichier it comes from, when it comes from one. */
export interface Provenance {
  dossierId: string;
  id: string | null;
}

/** Puts files of a work folder into buckets, and takes objects out of them. */
@Injectable()
export class Rangement {
  private readonly logger = new Logger(Rangement.name);
  private readonly ecritureS = balayageConfig.read().OBJETS_ATTENDUS_DELAI_S;

  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly coffre: Coffre,
    private readonly chiffres: EncryptedObjects,
    @Inject(OBJECT_STORE) private readonly objets: ObjectStore,
  ) {}

  /** Encrypted, into `pieces`. The rows say ATTENDU until the caller publishes them with its own arrow. */
  async ranger({ dossierId, id }: Provenance, voulus: readonly ObjetVoulu[]): Promise<ObjetEcrit[]> {
    await this.coffre.create(dossierId);
    const attendus = await this.enTantQue.executer(SYSTEME, (tx) => attendreObjets(tx, dossierId, id, voulus));
    const dossier = await this.chiffres.within(dossierId);
    const ecrits: ObjetEcrit[] = [];
    for (const { id: objetId, cle, chemin } of attendus) {
      const { bytes, sha256 } = await dossier.put(cle, chemin);
      ecrits.push({ id: objetId, octets: bytes, sha256 });
    }
    return ecrits;
  }

  /** As it came, into `refus`, that nobody can read. */
  async mettreAuRefus({ dossierId, id }: Provenance, chemin: string): Promise<ObjetEcrit[]> {
    const [attendu] = await this.enTantQue.executer(SYSTEME, (tx) =>
      attendreObjets(tx, dossierId, id, [{ genre: 'REFUS', chemin }]),
    );
    if (!attendu) return [];
    const { size } = await stat(chemin);
    const [md5, sha256] = [createHash('md5'), createHash('sha256')];
    await pipeline(createReadStream(chemin), async (morceaux: AsyncIterable<Buffer>) => {
      for await (const morceau of morceaux) {
        md5.update(morceau);
        sha256.update(morceau);
      }
    });
    await this.objets.put('refus', attendu.cle, createReadStream(chemin), { bytes: size, md5: md5.digest('hex') });
    return [{ id: attendu.id, octets: size, sha256: sha256.digest('hex') }];
  }

  /**
   * Runs the arrow that makes these objects visible, in one transaction with them. When it finds that another attempt was
   * first (false), or fails, they are given up.
   */
  async publier(ecrits: readonly ObjetEcrit[], fleche: (tx: EntityManager) => Promise<boolean>): Promise<void> {
    const ids = ecrits.map(({ id }) => id);
    try {
      await this.enTantQue.executer(SYSTEME, async (tx) =>
        (await fleche(tx)) ? marquerPresents(tx, ecrits) : renoncerAuxObjets(tx, ids),
      );
    } catch (error) {
      await this.enTantQue.executer(SYSTEME, (tx) => renoncerAuxObjets(tx, ids));
      throw error;
    }
  }

  /** Destroys what is due, all of it or these: object first, then the row says so. What fails stays due. */
  async detruire(ids?: readonly string[]): Promise<number> {
    const dus = await this.enTantQue.executer(SYSTEME, (tx) => objetsADetruire(tx, this.ecritureS, ids));
    const detruits: string[] = [];
    try {
      for (const { id, seau, cle } of dus) {
        await this.objets.remove(seau, cle);
        crashPoint('rangement.detruit');
        detruits.push(id);
      }
    } finally {
      if (detruits.length > 0) await this.enTantQue.executer(SYSTEME, (tx) => marquerDetruits(tx, detruits));
    }
    return detruits.length;
  }

  /** The same without waiting for the sweeper, which does it otherwise. */
  async detruireMaintenant(ids: readonly string[]): Promise<void> {
    await this.detruire(ids).catch((error: unknown) =>
      this.logger.warn({ err: error }, 'destruction remise à plus tard'),
    );
  }
}
