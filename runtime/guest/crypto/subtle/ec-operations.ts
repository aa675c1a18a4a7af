import { callHost } from '../../bridge/host-call.ts';
import { bytesOfBase64 } from '../../node/base64.ts';
import { Buffer } from '../../node/buffer.ts';
import { bytesOfHex } from '../../node/hex.ts';
import type { CryptoKey, KeyAlgorithm } from '../crypto-key.ts';
import type { HostKey } from '../host-key.ts';
import { generateHostKeys } from '../host-key.ts';
import { verifyByHost } from '../verify-by-host.ts';
import type { Algorithm, AlgorithmOperations } from './algorithm.ts';
import { dataError, notSupported, orOperationError } from './algorithm.ts';
import { agreeBits } from './agree-bits.ts';
import { hashNameOf } from './hash-names.ts';
import type { PairUsages } from './pair-keys.ts';
import { exportPairKey, importPairKey, jwkOf, keyParam, pairOf, refuseOtherType } from './pair-keys.ts';

interface Curve {
  /** As Node calls it. */
  readonly node: string;
  /** As DER names it. */
  readonly oid: string;
}

/** https://w3c.github.io/webcrypto/#dfn-NamedCurve */
const CURVES: { readonly [name: string]: Curve } = Object.assign(Object.create(null) as object, {
  'P-256': { node: 'prime256v1', oid: '06082a8648ce3d030107' },
  'P-384': { node: 'secp384r1', oid: '06052b81040022' },
  'P-521': { node: 'secp521r1', oid: '06052b81040023' },
});
const EC_PUBLIC_KEY = '06072a8648ce3d0201';

function ecKeys(name: string, usages: PairUsages): AlgorithmOperations {
  const use = name === 'ECDSA' ? 'sig' : 'enc';
  return {
    generateKey(algorithm, options) {
      const namedCurve = curveOf(algorithm);
      const keys = generateHostKeys('ec', namedCurve);
      return pairOf(keys, { algorithm: { name, namedCurve }, usages }, options);
    },
    importKey(format, data, algorithm, options) {
      const namedCurve = curveOf(algorithm);
      const describe = (key: HostKey): KeyAlgorithm => {
        refuseOtherType(key, 'ec');
        if (key.namedCurve !== CURVES[namedCurve]!.node) throw dataError('Named curve mismatch');
        return { name, namedCurve };
      };
      const spkiOfRaw = (point: Uint8Array): Uint8Array => spkiOf(point, CURVES[namedCurve]!);
      return importPairKey(format, data, { kty: 'EC', usages, use, spkiOfRaw, describe }, options);
    },
    exportKey: (format, key) => exportPairKey(format, key, { rawOf: (_, publicKey) => pointOf(publicKey) }),
  };
}

/** https://w3c.github.io/webcrypto/#ecdsa */
export const ECDSA: AlgorithmOperations = {
  ...ecKeys('ECDSA', { private: ['sign'], public: ['verify'] }),
  sign: (algorithm, key, data) =>
    orOperationError(() => callHost('sign', signParams(algorithm, key), [data])),
  verify: (algorithm, key, data, signature) =>
    orOperationError(() => verifyByHost(signParams(algorithm, key), data, signature)),
};

/** https://w3c.github.io/webcrypto/#ecdh */
export const ECDH: AlgorithmOperations = {
  ...ecKeys('ECDH', { private: ['deriveKey', 'deriveBits'], public: [] }),
  deriveBits: agreeBits,
};

function signParams(algorithm: Algorithm, key: CryptoKey): { readonly [name: string]: unknown } {
  const hash = hashNameOf(algorithm['hash']).replace('-', '');
  return { hash, key: keyParam(key), dsaEncoding: 'ieee-p1363' };
}

function curveOf({ namedCurve }: Algorithm): string {
  const name = String(namedCurve);
  if (CURVES[name] === undefined) throw notSupported('Unrecognized namedCurve');
  return name;
}

/** A point, compressed or not, as a public key: https://www.rfc-editor.org/rfc/rfc5480#section-2 */
function spkiOf(point: Uint8Array, { oid }: Curve): Uint8Array {
  const algorithm = element(0x30, bytesOfHex(EC_PUBLIC_KEY + oid));
  return element(0x30, Buffer.concat([algorithm, element(0x03, Buffer.concat([Buffer.of(0), point]))]));
}

function element(tag: number, content: Uint8Array): Uint8Array {
  const length =
    content.length < 128 ? Buffer.of(content.length) : Buffer.of(0x82, content.length >> 8, content.length);
  return Buffer.concat([Buffer.of(tag), length, content]);
}

/** Uncompressed: 4, and both coordinates. */
function pointOf(key: CryptoKey): Uint8Array<ArrayBuffer> {
  const { x, y } = jwkOf(key);
  return Uint8Array.from([4, ...bytesOfBase64(String(x)), ...bytesOfBase64(String(y))]);
}
