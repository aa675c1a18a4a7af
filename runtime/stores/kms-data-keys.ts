import type { KMSClient } from '@aws-sdk/client-kms';
import {
  DecryptCommand,
  GenerateDataKeyCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
} from '@aws-sdk/client-kms';
import { BrokenError } from './broken-error.ts';
import type { DataKey, DataKeys, KeyContext } from './data-keys.ts';

/** Data keys wrapped by a KMS key. The context is KMS's encryption context: roles can be held to it, and CloudTrail shows it. */
export class KmsDataKeys implements DataKeys {
  readonly #client: KMSClient;
  readonly #keyId: string;

  constructor(client: KMSClient, keyId: string) {
    this.#client = client;
    this.#keyId = keyId;
  }

  async generate(context: KeyContext): Promise<DataKey> {
    const { Plaintext, CiphertextBlob } = await this.#client.send(
      new GenerateDataKeyCommand({ KeyId: this.#keyId, KeySpec: 'AES_256', EncryptionContext: context }),
    );
    if (Plaintext === undefined || CiphertextBlob === undefined) throw new Error('KMS gave no data key');
    return { plaintext: Plaintext, wrapped: CiphertextBlob };
  }

  async unwrap(wrapped: Uint8Array, context: KeyContext): Promise<Uint8Array> {
    try {
      const { Plaintext } = await this.#client.send(
        new DecryptCommand({ KeyId: this.#keyId, CiphertextBlob: wrapped, EncryptionContext: context }),
      );
      if (Plaintext === undefined) throw new Error('KMS gave no data key');
      return Plaintext;
    } catch (cause) {
      if (!isBroken(cause)) throw cause;
      throw new BrokenError('unwrap a data key', 'it was changed, or is for something else', { cause });
    }
  }
}

/** KMS was asked, and the key doesn't open; all else may succeed when it is tried again. */
function isBroken(error: unknown): boolean {
  return error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException;
}
