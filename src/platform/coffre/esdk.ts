import {
  AlgorithmSuiteIdentifier,
  CommitmentPolicy,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
  buildClient,
} from '@aws-crypto/client-node';

/** One way to encrypt: key commitment required both ways, no signature (one trust domain), one wrapped key a message. */
export const esdk = buildClient({
  commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
  maxEncryptedDataKeys: 1,
});

export const SUITE = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;
export const FRAME_BYTES = 65_536;

export type Context = Readonly<Record<string, string>>;
export type Keyring = RawAesKeyringNode;

export const aesKeyring = (keyNamespace: string, keyName: string, key: Uint8Array): Keyring =>
  new RawAesKeyringNode({
    keyNamespace,
    keyName,
    // A copy: the SDK wipes the array it is given.
    unencryptedMasterKey: Uint8Array.from(key),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  });

/** The SDK proves that a context was the writer's, not that it is the one the reader expects: that is for us to compare. */
export const sameContext = (found: Context, expected: Context): boolean =>
  Object.keys(found).length === Object.keys(expected).length &&
  Object.entries(expected).every(([name, value]) => found[name] === value);
