import * as nodeCrypto from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { AnyCrypto } from './same-as-node.ts';
import { connectedCrypto, expectSame } from './same-as-node.ts';

const crypto = connectedCrypto();
const [KEY, IV] = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)];
const CIPHERS = [
  'aes-128-cbc',
  'aes-192-ctr',
  'aes-256-ecb',
  'AES-256-CBC',
  'aes-128-cfb8',
  'aes-128-ofb',
  'aes-256-gcm',
  'chacha20-poly1305',
  'des-ede3-cbc',
];
const encodings = fc.constantFrom('hex', 'base64', 'base64url', 'latin1', 'utf8', undefined);

interface Sealed {
  readonly parts: readonly unknown[];
  readonly tag: string | null;
}

/** Encrypts in parts, as the encodings say. */
function seal(
  { createCipheriv }: AnyCrypto,
  name: string,
  parts: readonly Uint8Array[],
  to: string | undefined,
): Sealed {
  const { keyLength, ivLength } = nodeCrypto.getCipherInfo(name)!;
  const iv = ivLength === undefined ? null : Buffer.alloc(ivLength, 5);
  const cipher = createCipheriv(name as 'aes-256-gcm', Buffer.alloc(keyLength, 7), iv as Buffer);
  const hasTag = /gcm|poly/.test(name);
  if (hasTag) cipher.setAAD(Buffer.from('about'));
  const out = parts.map((part) => cipher.update(part as unknown as string, undefined, to as 'hex'));
  const all = [...out, cipher.final(to as 'hex')].map((each) =>
    typeof each === 'string' ? each : Array.from(each as Uint8Array),
  );
  return { parts: all, tag: hasTag ? cipher.getAuthTag().toString('hex') : null };
}

test('createCipheriv gives what Node gives, part by part, in every encoding', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CIPHERS),
      fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 5 }),
      encodings,
      (name, parts, to) => {
        expect(seal(crypto, name, parts, to)).toEqual(seal(nodeCrypto, name, parts, to));
      },
    ),
    { numRuns: 500 },
  );
});

test('createDecipheriv opens what Node sealed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CIPHERS), fc.uint8Array({ maxLength: 100 }), (name, data) => {
      const { parts, tag } = seal(nodeCrypto, name, [data], 'hex');
      const { keyLength, ivLength } = nodeCrypto.getCipherInfo(name)!;
      const iv = ivLength === undefined ? null : Buffer.alloc(ivLength, 5);
      const decipher = crypto.createDecipheriv(
        name as 'aes-256-gcm',
        Buffer.alloc(keyLength, 7),
        iv as Buffer,
      );
      if (tag !== null) decipher.setAAD(Buffer.from('about')).setAuthTag(Buffer.from(tag, 'hex'));
      const opened = decipher.update(parts.join(''), 'hex', 'latin1') + decipher.final('latin1');
      expect(opened).toBe(Buffer.from(data).toString('latin1'));
    }),
    { numRuns: 300 },
  );
});

describe('ciphers agree with Node on', () => {
  const gcm = (crypto: AnyCrypto): nodeCrypto.CipherGCM => crypto.createCipheriv('aes-128-gcm', KEY, IV);
  const openGcm = (crypto: AnyCrypto): nodeCrypto.DecipherGCM =>
    crypto.createDecipheriv('aes-128-gcm', KEY, IV);
  const cbc = (crypto: AnyCrypto): nodeCrypto.Cipheriv => crypto.createCipheriv('aes-128-cbc', KEY, IV);
  const openCbc = (crypto: AnyCrypto): nodeCrypto.Decipheriv =>
    crypto.createDecipheriv('aes-128-cbc', KEY, IV);

  test.each<[string, (crypto: AnyCrypto) => unknown]>([
    ['an unknown cipher', ({ createCipheriv }) => createCipheriv('nope', KEY, IV)],
    ['no cipher', ({ createCipheriv }) => createCipheriv(5 as unknown as string, '', '')],
    ['a key of another length', ({ createCipheriv }) => createCipheriv('aes-128-cbc', Buffer.alloc(15), IV)],
    [
      'a vector of another length',
      ({ createCipheriv }) => createCipheriv('aes-128-cbc', KEY, Buffer.alloc(15)),
    ],
    ['no vector', ({ createCipheriv }) => createCipheriv('aes-128-cbc', KEY, null)],
    [
      'no vector where none is needed',
      ({ createCipheriv }) => createCipheriv('aes-128-ecb', KEY, null).final('hex'),
    ],
    [
      'texts for key and vector',
      ({ createCipheriv }) =>
        createCipheriv('aes-128-cbc', 'k'.repeat(16), 'i'.repeat(16)).update('x'.repeat(40), 'utf8', 'hex'),
    ],
    [
      'a secret key',
      ({ createCipheriv, createSecretKey }) =>
        createCipheriv('aes-128-cbc', createSecretKey(KEY), IV).final('hex'),
    ],
    [
      'a second end',
      (crypto) => {
        const it = cbc(crypto);
        it.final();
        return it.final();
      },
    ],
    [
      'data after the end',
      (crypto) => {
        const it = cbc(crypto);
        it.final();
        return it.update('x');
      },
    ],
    ['data that is none', (crypto) => cbc(crypto).update(5 as unknown as string)],
    [
      'no padding',
      (crypto) => {
        const it = cbc(crypto);
        it.setAutoPadding(false);
        return [it.update('x'.repeat(16), 'utf8', 'hex'), it.final('hex')];
      },
    ],
    [
      'no padding where it is needed',
      (crypto) => {
        const it = cbc(crypto);
        it.setAutoPadding(false);
        it.update('x');
        return it.final();
      },
    ],
    [
      'padding after the end',
      (crypto) => {
        const it = cbc(crypto);
        it.final();
        return it.setAutoPadding(false);
      },
    ],
    [
      'another encoding at the end',
      (crypto) => {
        const it = cbc(crypto);
        it.update('x', 'utf8', 'hex');
        return it.final('base64');
      },
    ],
    ['nothing to decrypt', (crypto) => openCbc(crypto).final()],
    [
      'what is no message',
      (crypto) => {
        const it = openCbc(crypto);
        it.update(Buffer.alloc(16));
        return it.final();
      },
    ],
    ['a tag before the end', (crypto) => gcm(crypto).getAuthTag()],
    [
      'a tag of a cipher without',
      (crypto) => {
        const it = cbc(crypto) as nodeCrypto.CipherGCM;
        it.final();
        return it.getAuthTag();
      },
    ],
    [
      'a shorter tag',
      ({ createCipheriv }) => {
        const it = createCipheriv('aes-128-gcm', KEY, IV, { authTagLength: 12 });
        it.final();
        return it.getAuthTag();
      },
    ],
    [
      'a tag of a length that there is not',
      ({ createCipheriv }) => createCipheriv('aes-128-gcm', KEY, IV, { authTagLength: 3 }),
    ],
    ['an expected tag of such a length', (crypto) => openGcm(crypto).setAuthTag(Buffer.alloc(3))],
    ['no expected tag', (crypto) => openGcm(crypto).final()],
    ['a wrong tag', (crypto) => openGcm(crypto).setAuthTag(Buffer.alloc(16)).final()],
    ['additional data without a tag', (crypto) => (cbc(crypto) as nodeCrypto.CipherGCM).setAAD(KEY)],
    [
      'additional data after the data',
      (crypto) => {
        const it = gcm(crypto);
        it.update('x');
        return it.setAAD(KEY);
      },
    ],
  ])('%s', async (_, run) => {
    await expectSame(run);
  });
});

test('of ciphers that are begun and never ended, the oldest is forgotten', () => {
  const first = crypto.createCipheriv('aes-128-cbc', KEY, IV);
  for (let count = 0; count < 64; count += 1) crypto.createCipheriv('aes-128-cbc', KEY, IV);
  expect(() => first.update('x')).toThrow('Cannot go on with the cipher: 64 others were begun since');
});

test('more than a call may carry is refused', () => {
  const cipher = crypto.createCipheriv('aes-128-cbc', KEY, IV);
  expect(() => cipher.update(Buffer.alloc(2 ** 20))).toThrow(
    /^Cannot compute: \d+ bytes at once, the limit is 1048576$/,
  );
  expect(cipher.update(Buffer.alloc(2 ** 20 - 200))).toHaveLength(2 ** 20 - 208);
});
