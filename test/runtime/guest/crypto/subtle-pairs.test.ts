import { describe, expect, test } from '@jest/globals';
import type { Algorithm, Usages } from './two-subtles.ts';
import { bytesOf, DATA, mine, moved, node, pairOf, plain, RSA } from './two-subtles.ts';

const SIGNATURES: readonly [string, Algorithm, object][] = [
  ['RSASSA-PKCS1-v1_5', { name: 'RSASSA-PKCS1-v1_5', ...RSA }, {}],
  ['RSA-PSS', { name: 'RSA-PSS', ...RSA, hash: 'SHA-512' }, { saltLength: 20 }],
  ['ECDSA on P-256', { name: 'ECDSA', namedCurve: 'P-256' }, { hash: 'SHA-256' }],
  ['ECDSA on P-384', { name: 'ECDSA', namedCurve: 'P-384' }, { hash: { name: 'sha-384' } }],
  ['ECDSA on P-521', { name: 'ECDSA', namedCurve: 'P-521' }, { hash: 'SHA-512' }],
  ['Ed25519', { name: 'Ed25519' }, {}],
];

describe.each(SIGNATURES)('%s', (_, algorithm, params) => {
  const signing = { name: algorithm.name, ...params };

  test.each(['pkcs8', 'jwk'] as const)(
    'signs with a private key of %s what Node verifies',
    async (format) => {
      const { publicKey, privateKey } = await pairOf(algorithm, ['sign', 'verify']);
      const signature = await mine.sign(signing, await moved(privateKey, mine, format), DATA);
      expect(await node.verify(signing, publicKey, signature, DATA)).toBe(true);
    },
  );

  test.each(['spki', 'jwk'] as const)('verifies with a public key of %s what Node signed', async (format) => {
    const { publicKey, privateKey } = await pairOf(algorithm, ['sign', 'verify']);
    const key = await moved(publicKey, mine, format);
    const signature = await node.sign(signing, privateKey, DATA);
    expect(await mine.verify(signing, key, signature, DATA)).toBe(true);
    expect(await mine.verify(signing, key, signature, DATA.subarray(1))).toBe(false);
    expect(await mine.verify(signing, key, Uint8Array.of(1), DATA)).toBe(false);
  });

  test('exports its keys as Node does', async () => {
    const { publicKey, privateKey } = await pairOf(algorithm, ['sign', 'verify']);
    for (const [key, format] of [
      [publicKey, 'spki'],
      [publicKey, 'jwk'],
      [privateKey, 'pkcs8'],
      [privateKey, 'jwk'],
    ] as const) {
      const theirs: unknown = await node.exportKey(format as 'jwk', key);
      const copy = await moved(key, mine, format);
      const ours: unknown = await mine.exportKey(format as 'jwk', copy);
      expect(plain(ours)).toEqual(plain(theirs));
      expect(plain(copy.algorithm)).toEqual(plain(key.algorithm));
      expect([copy.type, copy.extractable, [...copy.usages]]).toEqual([key.type, true, [...key.usages]]);
    }
  });
});

test.each([
  ['ECDSA', 'P-256'],
  ['ECDSA', 'P-384'],
  ['ECDH', 'P-521'],
  ['Ed25519', undefined],
  ['X25519', undefined],
])('%s makes keys that Node takes, and takes public ones as bytes', async (name, namedCurve) => {
  const usages: Usages = name.endsWith('DSA') || name === 'Ed25519' ? ['sign', 'verify'] : ['deriveBits'];
  const { publicKey, privateKey } = await pairOf({ name, namedCurve }, usages, mine);
  expect(plain(await node.exportKey('raw', await moved(publicKey, node, 'raw')))).toEqual(
    plain(await mine.exportKey('raw', publicKey)),
  );
  expect((await moved(privateKey, node, 'pkcs8')).type).toBe('private');
  const theirs = await pairOf({ name, namedCurve }, usages);
  const raw = await node.exportKey('raw', theirs.publicKey);
  expect(plain(await mine.exportKey('raw', await moved(theirs.publicKey, mine, 'raw')))).toEqual(plain(raw));
});

test.each([
  ['ECDH', 'P-256', 256],
  ['ECDH', 'P-384', 384],
  ['ECDH', 'P-521', 528],
  ['X25519', undefined, 256],
] as const)('%s %s agrees on the secret that Node finds', async (name, namedCurve, bits) => {
  const [one, other] = [
    await pairOf({ name, namedCurve }, ['deriveBits']),
    await pairOf({ name, namedCurve }, ['deriveBits']),
  ];
  const key = await moved(one.privateKey, mine, 'pkcs8');
  const publicKey = await moved(other.publicKey, mine, 'raw');
  for (const length of [null, bits, 128, 8]) {
    const secret = await mine.deriveBits({ name, public: publicKey }, key, length as number);
    const expected = await node.deriveBits(
      { name, public: other.publicKey },
      one.privateKey,
      length as number,
    );
    expect(bytesOf(secret)).toEqual(bytesOf(expected));
  }
  await expect(mine.deriveBits({ name, public: publicKey }, key, 1_024)).rejects.toMatchObject({
    name: 'OperationError',
  });
});
