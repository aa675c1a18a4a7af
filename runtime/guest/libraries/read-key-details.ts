import { Buffer } from './node-globals.ts';

/** What Node tells of an asymmetric key, as far as jsonwebtoken checks it. */
export interface KeyDetails {
  /** In bits; RSA alone. */
  readonly modulusLength?: number;
  /** EC alone. */
  readonly namedCurve?: string;
}

interface ReadKey {
  /** As Node's `asymmetricKeyType`; undefined where it can't be told, as of an encrypted key. */
  readonly keyType: string | undefined;
  readonly details: KeyDetails;
}

/** Object identifiers as they stand in DER, in hexadecimal. */
const [RSA, RSA_PSS, EC] = ['06092a864886f70d010101', '06092a864886f70d01010a', '06072a8648ce3d0201'];
const CURVES: readonly (readonly [string, string])[] = [
  ['06082a8648ce3d030107', 'prime256v1'],
  ['06052b81040022', 'secp384r1'],
  ['06052b81040023', 'secp521r1'],
  ['06052b8104000a', 'secp256k1'],
];
/** Of DER: an integer whose length takes one or two bytes, and whose first byte is zero, as that of a modulus is. */
const LONG_INTEGER = /02(?:81(?<short>..)|82(?<long>....))00/g;

/** Finds in a key's PEM of which kind it is, by what its DER names. */
export function readKeyDetails(pem: string): ReadKey {
  const [, label = '', body = ''] = /-----BEGIN ([A-Z ]+)-----([^-]*)-----END/.exec(pem) ?? [];
  const hex = Buffer.from(body.replace(/\s/g, ''), 'base64').toString('hex');
  if (label.startsWith('RSA') || hex.includes(RSA)) return { keyType: 'rsa', details: rsaDetails(hex) };
  if (hex.includes(RSA_PSS)) return { keyType: 'rsa-pss', details: rsaDetails(hex) };
  if (!label.startsWith('EC') && !hex.includes(EC)) return { keyType: undefined, details: {} };
  const curve = CURVES.find(([identifier]) => hex.includes(identifier));
  return { keyType: 'ec', details: curve === undefined ? {} : { namedCurve: curve[1] } };
}

function rsaDetails(hex: string): KeyDetails {
  for (const { index, groups } of hex.matchAll(LONG_INTEGER)) {
    // Two digits are a byte: what begins in the middle of one is no integer.
    if (index % 2 === 0) {
      return { modulusLength: (Number.parseInt(groups?.short ?? groups?.long ?? '0', 16) - 1) * 8 };
    }
  }
  return {};
}
