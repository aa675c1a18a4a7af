import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { expectSame } from './same-as-node.ts';
import type { Key, Subtle, Usages } from './two-subtles.ts';
import { bytesOf, DATA, mine, moved, node, pairOf, plain, RSA, subtleOf } from './two-subtles.ts';

const SALT = Uint8Array.of(1, 2, 3, 4);
const HASHES = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

test.each(HASHES)('%s digests as Node does', async (name) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (data) => {
      expect(bytesOf(await mine.digest(name, data))).toEqual(bytesOf(await node.digest(name, data)));
    }),
    { numRuns: 50 },
  );
});

test('RSA-OAEP goes from here to Node and back', async () => {
  const { publicKey, privateKey } = await pairOf({ name: 'RSA-OAEP', ...RSA }, ['encrypt', 'decrypt']);
  const params = { name: 'RSA-OAEP', label: SALT };
  const here = await mine.encrypt(params, await moved(publicKey, mine, 'spki'), DATA);
  expect(bytesOf(await node.decrypt(params, privateKey, here))).toEqual([...DATA]);
  const there = await node.encrypt(params, publicKey, DATA);
  expect(bytesOf(await mine.decrypt(params, await moved(privateKey, mine, 'jwk'), there))).toEqual([...DATA]);
});

describe.each([
  ['AES-CBC', { iv: new Uint8Array(16).fill(3) }],
  ['AES-CTR', { counter: new Uint8Array(16).fill(255), length: 64 }],
  ['AES-CTR', { counter: new Uint8Array(16).fill(255), length: 5 }],
  ['AES-GCM', { iv: new Uint8Array(12).fill(3) }],
  ['AES-GCM', { iv: new Uint8Array(16).fill(3), additionalData: SALT, tagLength: 96 }],
])('%s', (name, params) => {
  test.each([128, 192, 256])('of %d bits seals and opens as Node does', async (length) => {
    const key = await node.generateKey({ name, length }, true, ['encrypt', 'decrypt']);
    const ours = await moved(key, mine, 'jwk');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (data) => {
        const sealed = await mine.encrypt({ name, ...params }, ours, data);
        expect(bytesOf(sealed)).toEqual(bytesOf(await node.encrypt({ name, ...params }, key, data)));
        expect(bytesOf(await mine.decrypt({ name, ...params }, ours, sealed))).toEqual([...data]);
      }),
      { numRuns: 20 },
    );
  });
});

test('what is no sealed message fails without a reason', async () => {
  for (const [name, params] of [
    ['AES-GCM', { iv: SALT }],
    ['AES-CBC', { iv: new Uint8Array(16) }],
  ] as const) {
    const key = await mine.generateKey({ name, length: 128 }, true, ['encrypt', 'decrypt']);
    await expect(mine.decrypt({ name, ...params }, key, new Uint8Array(32))).rejects.toMatchObject({
      name: 'OperationError',
    });
    await expect(mine.decrypt({ name, ...params }, key, SALT)).rejects.toMatchObject({
      name: 'OperationError',
    });
  }
});

test.each(HASHES)('HMAC with %s signs and verifies as Node does', async (hash) => {
  const key = await node.generateKey({ name: 'HMAC', hash }, true, ['sign', 'verify']);
  const ours = await moved(key, mine, 'jwk');
  expect(plain(ours.algorithm)).toEqual(plain(key.algorithm));
  expect(plain(await mine.exportKey('jwk', ours))).toEqual(plain(await node.exportKey('jwk', key)));
  const signature = await mine.sign('HMAC', ours, DATA);
  expect(bytesOf(signature)).toEqual(bytesOf(await node.sign('HMAC', key, DATA)));
  expect(await mine.verify('HMAC', ours, signature, DATA)).toBe(true);
  expect(await mine.verify('hmac', ours, signature, SALT)).toBe(false);
});

test.each([
  ['PBKDF2', { salt: SALT, iterations: 10, hash: 'SHA-256' }],
  ['HKDF', { salt: SALT, info: DATA, hash: 'SHA-512' }],
])('%s derives what Node derives', async (name, params) => {
  const [ours, theirs] = (await Promise.all(
    [mine, node].map((each) => each.importKey('raw', DATA, name, false, ['deriveBits', 'deriveKey'])),
  )) as [Key, Key];
  const bits = await mine.deriveBits({ name, ...params }, ours, 512);
  expect(bytesOf(bits)).toEqual(bytesOf(await node.deriveBits({ name, ...params }, theirs, 512)));
  for (const wanted of [
    { name: 'AES-GCM', length: 256 },
    { name: 'HMAC', hash: 'SHA-256' },
  ]) {
    const usages: Usages = wanted.name === 'HMAC' ? ['sign'] : ['encrypt'];
    const [mineKey, nodeKey] = [
      await mine.deriveKey({ name, ...params }, ours, wanted, true, usages),
      await node.deriveKey({ name, ...params }, theirs, wanted, true, usages),
    ];
    expect(bytesOf(await mine.exportKey('raw', mineKey))).toEqual(
      bytesOf(await node.exportKey('raw', nodeKey)),
    );
  }
});

test('keys are wrapped and unwrapped, in either way', async () => {
  const secret = await node.generateKey({ name: 'AES-CBC', length: 256 }, true, ['encrypt', 'decrypt']);
  const ours = await moved(secret, mine, 'raw');
  for (const [name, params, format] of [
    ['AES-KW', {}, 'raw'],
    ['AES-GCM', { iv: new Uint8Array(12) }, 'jwk'],
  ] as const) {
    const wrapping = await node.generateKey({ name, length: 128 }, true, ['wrapKey', 'unwrapKey']);
    const wrapped = await mine.wrapKey(format, ours, await moved(wrapping, mine, 'raw'), {
      name,
      ...params,
    });
    const theirs = await node.unwrapKey(format, wrapped, wrapping, { name, ...params }, 'AES-CBC', true, [
      'encrypt',
    ]);
    expect(bytesOf(await node.exportKey('raw', theirs))).toEqual(
      bytesOf(await node.exportKey('raw', secret)),
    );
    const again = await mine.unwrapKey(
      format,
      wrapped,
      await moved(wrapping, mine, 'raw'),
      { name, ...params },
      'AES-CBC',
      true,
      ['decrypt'],
    );
    expect(bytesOf(await mine.exportKey('raw', again))).toEqual(bytesOf(await node.exportKey('raw', secret)));
  }
});

describe('WebCrypto agrees with Node on', () => {
  const hmac = (subtle: Subtle, extractable = true, usages: Usages = ['sign']): Promise<Key> =>
    subtle.importKey('raw', SALT, { name: 'HMAC', hash: 'SHA-256' }, extractable, [...usages]);

  test.each<[string, (subtle: Subtle) => unknown]>([
    ['an unknown digest', (subtle) => subtle.digest('MD5', DATA)],
    ['an algorithm that does not do that', (subtle) => subtle.digest('HMAC', DATA)],
    ['data that is none', (subtle) => subtle.digest('SHA-1', 'text' as unknown as ArrayBuffer)],
    ['a key that may not do that', async (subtle) => subtle.verify('HMAC', await hmac(subtle), SALT, DATA)],
    [
      'a key of another algorithm',
      async (subtle) => subtle.encrypt({ name: 'AES-GCM', iv: SALT }, await hmac(subtle), DATA),
    ],
    ['a key that may not go out', async (subtle) => subtle.exportKey('raw', await hmac(subtle, false))],
    ['a usage of another algorithm', (subtle) => hmac(subtle, true, ['encrypt'])],
    ['no usage', (subtle) => hmac(subtle, true, [])],
    ['a usage that there is not', (subtle) => hmac(subtle, true, ['fly' as 'sign'])],
    [
      'a format that there is not',
      (subtle) => subtle.importKey('nope' as 'raw', SALT, 'HKDF', false, ['deriveBits']),
    ],
    [
      'a format that is not its own',
      (subtle) => subtle.importKey('spki', SALT, 'AES-GCM', false, ['encrypt']),
    ],
    ['a key of no length of AES', (subtle) => subtle.importKey('raw', SALT, 'AES-GCM', false, ['encrypt'])],
    ['an extractable password', (subtle) => subtle.importKey('raw', SALT, 'PBKDF2', true, ['deriveBits'])],
    [
      'bytes that are no key',
      (subtle) => subtle.importKey('pkcs8', SALT, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']),
    ],
    [
      'a curve that there is not',
      (subtle) => subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-1' }, true, ['sign']),
    ],
    [
      'a JWK of another type',
      (subtle) => subtle.importKey('jwk', { kty: 'RSA', k: 'AAAA' }, 'AES-GCM', true, ['encrypt']),
    ],
    [
      'a JWK for other uses',
      (subtle) =>
        subtle.importKey('jwk', { kty: 'oct', k: 'A'.repeat(22), key_ops: ['sign'] }, 'AES-GCM', true, [
          'encrypt',
        ]),
    ],
    [
      'a JWK for another algorithm',
      (subtle) =>
        subtle.importKey('jwk', { kty: 'oct', k: 'A'.repeat(22), alg: 'A256GCM' }, 'AES-GCM', true, [
          'encrypt',
        ]),
    ],
    [
      'a JWK that may not go out',
      (subtle) =>
        subtle.importKey('jwk', { kty: 'oct', k: 'A'.repeat(22), ext: false }, 'AES-GCM', true, ['encrypt']),
    ],
    [
      'a length of AES that there is not',
      (subtle) => subtle.generateKey({ name: 'AES-GCM', length: 100 }, true, ['encrypt']),
    ],
    [
      'a tag length that there is not',
      async (subtle) =>
        subtle.encrypt(
          { name: 'AES-GCM', iv: SALT, tagLength: 5 },
          await subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']),
          DATA,
        ),
    ],
    [
      'a vector of another length',
      async (subtle) =>
        subtle.encrypt(
          { name: 'AES-CBC', iv: SALT },
          await subtle.generateKey({ name: 'AES-CBC', length: 128 }, true, ['encrypt']),
          DATA,
        ),
    ],
    [
      'no iterations',
      async (subtle) =>
        subtle.deriveBits(
          { name: 'PBKDF2', hash: 'SHA-1', salt: SALT, iterations: 0 },
          await subtle.importKey('raw', SALT, 'PBKDF2', false, ['deriveBits']),
          8,
        ),
    ],
    [
      'a part of a byte',
      async (subtle) =>
        subtle.deriveBits(
          { name: 'HKDF', hash: 'SHA-1', salt: SALT, info: SALT },
          await subtle.importKey('raw', SALT, 'HKDF', false, ['deriveBits']),
          7,
        ),
    ],
  ])('%s', async (_, run) => {
    const names = await Promise.all(
      [mine, node].map(async (subtle) => {
        try {
          return plain(await run(subtle));
        } catch (error) {
          return (error as Error).name;
        }
      }),
    );
    expect(names[0]).toEqual(names[1]);
    expect(typeof names[0]).toBe('string');
  });
});

test('RSA keys are not made here, and it says so', async () => {
  await expect(pairOf({ name: 'RSA-PSS', ...RSA }, ['sign'], mine)).rejects.toMatchObject({
    name: 'NotSupportedError',
    message: 'Unable to generate a key for RSA-PSS: it takes too long here, import one',
  });
});

test('Node takes a CryptoKey for a key of its own functions', async () => {
  await expectSame(async (crypto) => {
    const key = await subtleOf(crypto).importKey('raw', SALT, { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]);
    return crypto
      .createHmac('sha1', key as unknown as string)
      .update('x')
      .digest('hex');
  });
});
