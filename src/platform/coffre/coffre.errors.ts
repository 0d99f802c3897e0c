/** None of these is cured by trying again. */
export abstract class CoffreError extends Error {
  abstract readonly code: string;
  readonly retryable = false;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

export class KeyMissing extends CoffreError {
  readonly code = 'coffre.key_missing';
}

/** For ever: what the key locked cannot be read again, by anybody. */
export class KeyDestroyed extends CoffreError {
  readonly code = 'coffre.key_destroyed';
}

/** The row is there and our KEK does not open it: another KEK, a row put in the place of another, or altered bytes. */
export class KeyUnopened extends CoffreError {
  readonly code = 'coffre.key_unopened';
}

export class WrongKek extends CoffreError {
  readonly code = 'coffre.wrong_kek';
}

/** `preparer` has not been run on this coffre. */
export class CoffreUnprepared extends CoffreError {
  readonly code = 'coffre.unprepared';
}

/** Altered, cut short, lengthened, or the object of another key or scope. */
export class ObjectTampered extends CoffreError {
  readonly code = 'coffre.object_tampered';
}
