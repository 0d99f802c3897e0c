/** `retryable` says whether the same call can succeed later without anybody changing anything. */
export abstract class ObjectStoreError extends Error {
  abstract readonly code: string;
  abstract readonly retryable: boolean;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

export class ObjectMissing extends ObjectStoreError {
  readonly code = 'objects.missing';
  readonly retryable = false;
}

export class ObjectForbidden extends ObjectStoreError {
  readonly code = 'objects.forbidden';
  readonly retryable = false;
}

export class ObjectExists extends ObjectStoreError {
  readonly code = 'objects.exists';
  readonly retryable = false;
}

/** The bytes received are not those announced: wrong length or wrong MD5. */
export class ObjectCorrupted extends ObjectStoreError {
  readonly code = 'objects.corrupted';
  readonly retryable = true;
}

export class ObjectKeyInvalid extends ObjectStoreError {
  readonly code = 'objects.key_invalid';
  readonly retryable = false;
}

export class ObjectStoreUnavailable extends ObjectStoreError {
  readonly code = 'objects.unavailable';
  readonly retryable = true;
}
