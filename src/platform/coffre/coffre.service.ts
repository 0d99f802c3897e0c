import { randomBytes } from 'node:crypto';
import { CoffreUnprepared, KeyDestroyed, KeyMissing, KeyUnopened, WrongKek } from './coffre.errors.js';
import type { CoffreRepository } from './coffre.repository.js';
import { SUITE, aesKeyring, esdk, sameContext } from './esdk.js';
import type { Keyring } from './esdk.js';

const DATA_KEY_BYTES = 32;

/** A key that locks nothing, made by `preparer`: a process that cannot open it holds the wrong KEK. */
const CANARY = '00000000-0000-0000-0000-000000000000';

export interface Kek {
  readonly id: string;
  /** 32 bytes in base64. */
  readonly key: string;
}

/** One data key a scope, wrapped by the KEK. No key outlives the call that asked for it. */
export class Coffre {
  constructor(
    private readonly keys: CoffreRepository,
    private readonly kek: Kek,
  ) {}

  async onModuleInit(): Promise<void> {
    try {
      await this.keyring(CANARY);
    } catch (cause) {
      if (cause instanceof KeyMissing) throw this.unprepared(cause);
      throw cause instanceof KeyUnopened ? this.wrongKek(cause) : cause;
    }
  }

  /** Binds a new coffre to its KEK; one that has its own already is only opened. */
  async prepare(): Promise<void> {
    await this.create(CANARY);
    await this.onModuleInit();
  }

  /** Twice for one scope makes one key; for a destroyed one it is refused. */
  async create(scope: string): Promise<void> {
    await this.keys.insertIfAbsent(scope, await this.wrap(scope, randomBytes(DATA_KEY_BYTES)), this.kek.id);
    const row = await this.keys.find(scope);
    if (row?.destroyed) throw new KeyDestroyed(scope);
  }

  async destroy(scope: string): Promise<void> {
    await this.keys.destroy(scope, this.kek.id);
  }

  async keyring(scope: string): Promise<Keyring> {
    const row = await this.keys.find(scope);
    if (!row) throw new KeyMissing(scope);
    if (row.destroyed) throw new KeyDestroyed(scope);
    return aesKeyring('dossier', scope, await this.unwrap(scope, row.wrapped));
  }

  private async wrap(scope: string, dataKey: Buffer): Promise<Buffer> {
    const options = { suiteId: SUITE, encryptionContext: { scope }, plaintextLength: DATA_KEY_BYTES };
    const { result } = await esdk.encrypt(this.kekKeyring(), dataKey, options);
    return result;
  }

  private async unwrap(scope: string, wrapped: Buffer): Promise<Buffer> {
    const { plaintext, messageHeader } = await esdk.decrypt(this.kekKeyring(), wrapped).catch((cause: unknown) => {
      throw new KeyUnopened(scope, { cause });
    });
    if (!sameContext(messageHeader.encryptionContext, { scope })) throw new KeyUnopened(scope);
    return plaintext;
  }

  private kekKeyring(): Keyring {
    return aesKeyring('coffre', this.kek.id, Buffer.from(this.kek.key, 'base64'));
  }

  private unprepared(cause: KeyMissing): CoffreUnprepared {
    return new CoffreUnprepared(
      'Ce coffre n’a pas été préparé : lancez la commande « preparer », avec les mêmes COFFRE_KEK et COFFRE_KEK_ID que le ' +
        'web et le worker, puis démarrez.',
      { cause },
    );
  }

  private wrongKek(cause: KeyUnopened): WrongKek {
    return new WrongKek(
      `COFFRE_KEK (« ${this.kek.id} ») n’est pas la clé qui a fermé ce coffre : remettez l’ancienne valeur de ` +
        'COFFRE_KEK et de COFFRE_KEK_ID. Ne recréez pas le coffre, toutes les pièces deviendraient illisibles.',
      { cause },
    );
  }
}
