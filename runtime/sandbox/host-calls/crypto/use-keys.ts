import type { KeyObject, SignKeyObjectInput } from 'node:crypto';
import {
  diffieHellman,
  generateKeyPairSync,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto';
import type { HostCall, HostCallParams } from '../parse-host-call.ts';
import type { KeyCache } from './key-cache.ts';

/** @returns the signature */
export function signData({ params, parts }: HostCall, keys: KeyCache): Buffer {
  const key = keys.read(params.nested('key'), 'private');
  return sign(params.optionalText('hash') ?? null, dataOf(parts), { key, ...optionsOf(params) });
}

export function verifyData({ params, parts }: HostCall, keys: KeyCache): boolean {
  const key = keys.read(params.nested('key'), 'public');
  const [, signature = Buffer.alloc(0)] = parts;
  return verify(params.optionalText('hash') ?? null, dataOf(parts), { key, ...optionsOf(params) }, signature);
}

function optionsOf(params: HostCallParams): Partial<SignKeyObjectInput> {
  const padding = params.optionalInteger('padding');
  const saltLength = params.optionalInteger('saltLength');
  const encoding = params.optionalText('dsaEncoding');
  return {
    ...(padding === undefined ? {} : { padding }),
    ...(saltLength === undefined ? {} : { saltLength }),
    ...(encoding === undefined ? {} : { dsaEncoding: encoding as 'der' | 'ieee-p1363' }),
  };
}

/** RSA: with the public key or the private one, there or back. */
export function cryptData({ params, parts }: HostCall, keys: KeyCache): Buffer {
  const how = params.text('how');
  const isPrivate = how === 'privateDecrypt' || how === 'privateEncrypt';
  const key = keys.read(params.nested('key'), isPrivate ? 'private' : 'public');
  const padding = params.optionalInteger('padding');
  const oaepHash = params.optionalText('oaepHash');
  const [data = Buffer.alloc(0), label] = parts;
  const options = {
    key,
    ...(padding === undefined ? {} : { padding }),
    ...(oaepHash === undefined ? {} : { oaepHash }),
    ...(label === undefined ? {} : { oaepLabel: label }),
  };
  switch (how) {
    case 'publicEncrypt':
      return publicEncrypt(options, data);
    case 'privateDecrypt':
      return privateDecrypt(options, data);
    case 'privateEncrypt':
      return privateEncrypt(options, data);
    case 'publicDecrypt':
      return publicDecrypt(options, data);
    default:
      throw new TypeError(`Cannot encrypt: there is no way ${how.slice(0, 40)}`);
  }
}

/** The secret of two keys on the same curve. */
export function agree({ params }: HostCall, keys: KeyCache): Buffer {
  return diffieHellman({
    privateKey: keys.read(params.nested('privateKey'), 'private'),
    publicKey: keys.read(params.nested('publicKey'), 'public'),
  });
}

/** A pair of keys as JSON of `describeKey`. RSA is not among them: to find its primes takes up to a second. */
export function generatePair({ params }: HostCall): string {
  const { publicKey, privateKey } = pairOf(params.text('type'), params);
  return JSON.stringify({ publicKey: keyOf(publicKey), privateKey: keyOf(privateKey) });
}

function pairOf(type: string, params: HostCallParams): { publicKey: KeyObject; privateKey: KeyObject } {
  switch (type) {
    case 'ec': {
      const namedCurve = params.text('curve');
      if (!['P-256', 'P-384', 'P-521'].includes(namedCurve))
        throw new RangeError('Cannot make a key: unknown curve');
      return generateKeyPairSync('ec', { namedCurve });
    }
    case 'ed25519':
      return generateKeyPairSync('ed25519');
    case 'x25519':
      return generateKeyPairSync('x25519');
    default:
      throw new RangeError(`Cannot make a key of type ${type.slice(0, 40)}`);
  }
}

/** What a guest keeps of a key: what it is, and the key itself as DER. */
export function describeKey({ params }: HostCall, keys: KeyCache): string {
  const kind = params.text('kind') === 'private' ? 'private' : 'public';
  return JSON.stringify(keyOf(keys.read(params.nested('key'), kind)));
}

function keyOf(key: KeyObject): object {
  const { type, asymmetricKeyType, asymmetricKeyDetails } = key;
  const der =
    type === 'private'
      ? key.export({ type: 'pkcs8', format: 'der' })
      : key.export({ type: 'spki', format: 'der' });
  const { modulusLength, publicExponent, namedCurve } = asymmetricKeyDetails ?? {};
  return {
    kind: type,
    type: asymmetricKeyType,
    der: der.toString('base64'),
    modulusLength,
    publicExponent: publicExponent === undefined ? undefined : `${publicExponent}`,
    namedCurve,
  };
}

/** A key in another form: DER or PEM by type, or JWK. */
export function exportKey({ params }: HostCall, keys: KeyCache): string {
  const kind = params.text('kind') === 'private' ? 'private' : 'public';
  const key = keys.read(params.nested('key'), kind);
  const format = params.text('format');
  if (format === 'jwk') return JSON.stringify(key.export({ format: 'jwk' }));
  const type = params.text('type') as 'pkcs1' & 'spki';
  const passphrase = params.optionalText('passphrase');
  const sealed = passphrase === undefined ? {} : { cipher: params.text('cipher'), passphrase };
  return format === 'pem'
    ? key.export({ type, format: 'pem', ...sealed }).toString()
    : key.export({ type, format: 'der', ...sealed }).toString('latin1');
}

function dataOf([data = Buffer.alloc(0)]: readonly Buffer[]): Buffer {
  return data;
}
