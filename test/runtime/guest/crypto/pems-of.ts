import type { KeyPairKeyObjectResult } from 'node:crypto';

/** Both keys of a pair as PEM text. */
export function pemsOf(pair: KeyPairKeyObjectResult): {
  readonly publicKey: string;
  readonly privateKey: string;
} {
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
