import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Problem } from '../platform/http/index.js';
import { Scratch } from '../platform/scratch/index.js';
import { depotConfig } from './depot.config.js';
import {
  depotInterrompu,
  fichierManquant,
  fichiersTropNombreux,
  fichierTropVolumineux,
  fichierVide,
  stockageIndisponible,
} from './depot.errors.js';
import { formatDe, HEAD_BYTES } from './formats.rules.js';
import { nomDeFichier } from './noms.rules.js';

/** One part of a multipart body: a field, or a file as a stream. */
export type Partie =
  | { type: 'field'; fieldname: string; value: unknown }
  | { type: 'file'; fieldname: string; filename?: string; file: Readable };

/** A file read once from the network: measured, hashed, told by content, and held on disk without a name. */
export interface FichierRecu {
  nom: string;
  /** A MIME type told by the content; `application/octet-stream` when it is none that is accepted. */
  format: string;
  octets: number;
  sha256: Buffer;
  md5: string;
  contenu: FileHandle;
}

export interface Formulaire {
  champs: Record<string, string[]>;
  fichiers: FichierRecu[];
}

/** Counts, hashes and keeps the head of what flows through, in one pass. */
class Mesure extends Transform {
  octets = 0;
  head = Buffer.alloc(0);
  readonly sha256 = createHash('sha256');
  /** Not for security: S3 verifies the body it received with Content-MD5. */
  readonly md5 = createHash('md5');

  constructor(private readonly max: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.octets += chunk.length;
    if (this.octets > this.max) {
      done(fichierTropVolumineux({ octetsMax: this.max }));
      return;
    }
    if (this.head.length < HEAD_BYTES)
      this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES - this.head.length)]);
    this.sha256.update(chunk);
    this.md5.update(chunk);
    done(null, chunk);
  }
}

/**
 * Reads a deposit form from the network in constant memory. Files go to unnamed files of the scratch folder: a slow
 * phone holds no connection to S3, the hash and the length are known before the object is written, and a crash leaves
 * nothing behind.
 */
@Injectable()
export class Reception {
  private readonly limites = depotConfig.read();

  constructor(private readonly scratch: Scratch) {}

  /** @throws the refusals of `depot.errors`. The caller closes the files with `fermer`. */
  async recevoir(parties: AsyncIterable<Partie>): Promise<Formulaire> {
    const formulaire: Formulaire = { champs: {}, fichiers: [] };
    try {
      for await (const partie of parties) {
        if (partie.type === 'field') (formulaire.champs[partie.fieldname] ??= []).push(String(partie.value));
        else if (formulaire.fichiers.length >= this.limites.DEPOT_FICHIERS_MAX) throw fichiersTropNombreux();
        else await this.ajouter(formulaire, await this.fichier(partie.filename, partie.file));
      }
      if (formulaire.fichiers.length === 0) throw fichierManquant();
      return formulaire;
    } catch (error) {
      await this.fermer(formulaire.fichiers);
      throw this.enClair(error);
    }
  }

  async fermer(fichiers: readonly FichierRecu[]): Promise<void> {
    await Promise.all(fichiers.map(({ contenu }) => contenu.close()));
  }

  /** The same photo chosen twice is one fichier. */
  private async ajouter({ fichiers }: Formulaire, recu: FichierRecu): Promise<void> {
    if (fichiers.some(({ sha256 }) => sha256.equals(recu.sha256))) await recu.contenu.close();
    else fichiers.push(recu);
  }

  /** What the parser of the form could not read was cut or badly made on the way: nothing was kept. */
  private enClair(error: unknown): unknown {
    if (error instanceof Problem) return error;
    const { code = '', statusCode } = error as { code?: string; statusCode?: number };
    if (statusCode === 413) return fichierTropVolumineux({ octetsMax: this.limites.DEPOT_OCTETS_MAX });
    if (code === 'ENOSPC' || code === 'EDQUOT') return stockageIndisponible();
    return /^E[A-Z]+$/.test(code) && code !== 'ECONNRESET' ? error : depotInterrompu();
  }

  private async fichier(nomDonne: string | undefined, flux: Readable): Promise<FichierRecu> {
    const nom = nomDeFichier(nomDonne ?? '');
    const contenu = await this.scratch.unnamed();
    try {
      const mesure = new Mesure(this.limites.DEPOT_OCTETS_MAX);
      await pipeline(flux, mesure, async (morceaux: AsyncIterable<Buffer>) => {
        for await (const morceau of morceaux) await contenu.appendFile(morceau);
      });
      if (mesure.octets === 0) throw fichierVide({ fichier: nom });
      const format = await formatDe(mesure.head);
      return {
        nom,
        format,
        octets: mesure.octets,
        sha256: mesure.sha256.digest(),
        md5: mesure.md5.digest('hex'),
        contenu,
      };
    } catch (error) {
      await contenu.close();
      throw error;
    }
  }
}
