import { createHash, createHmac, getHashes, hkdfSync, pbkdf2Sync, scryptSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { AnyCrypto } from './same-as-node.ts';
import { connectedCrypto, expectSame } from './same-as-node.ts';

const crypto = connectedCrypto();
const NAMES = [
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha512-224',
  'sha512-256',
  'ripemd160',
];
const name = fc.constantFrom(...NAMES);
const encoding = fc.constantFrom('hex', 'base64', 'base64url', 'latin1', 'binary');
const bytes = fc.uint8Array({ maxLength: 400 });

describe('createHash', () => {
  test('gives the digests of Node, whatever is hashed, in every encoding', () => {
    fc.assert(
      fc.property(
        name,
        fc.array(fc.oneof(bytes, fc.string({ unit: 'binary' }))),
        encoding,
        (algorithm, parts, to) => {
          const [mine, theirs] = [crypto.createHash(algorithm), createHash(algorithm)];
          for (const part of parts) [mine, theirs].forEach((each) => each.update(part));
          expect(mine.copy().digest(to as 'hex')).toBe(theirs.copy().digest(to as 'hex'));
          expect([...mine.digest()]).toEqual([...theirs.digest()]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each(
    crypto
      .getHashes()
      .concat(
        ['SHA-256', 'Sha2-256', 'rsa-sha256', 'SHA-1', 'sha-512/256', 'RSA-SHA512/256', 'ripemd', 'RMD160'],
        ['sha256WithRSAEncryption', 'ripemd160WithRSA', 'ssl3-md5', 'SHA512-224WithRSAEncryption'],
      ),
  )('knows the name %s', (algorithm) => {
    expect(crypto.createHash(algorithm).update('x').digest('hex')).toBe(
      createHash(algorithm).update('x').digest('hex'),
    );
  });

  test('lists no name that Node does not', () => {
    expect(crypto.getHashes().filter((each) => !getHashes().includes(each))).toEqual([]);
  });

  test.each<[string, (crypto: AnyCrypto) => unknown]>([
    ['an unknown name', ({ createHash }) => createHash('nope')],
    ['no name', ({ createHash }) => createHash(5 as unknown as string)],
    [
      'two digests',
      ({ createHash }) => {
        const it = createHash('md5');
        it.digest();
        return it.digest();
      },
    ],
    [
      'an update after the digest',
      ({ createHash }) => {
        const it = createHash('md5');
        it.digest();
        return it.update('x');
      },
    ],
    [
      'a copy after the digest',
      ({ createHash }) => {
        const it = createHash('md5');
        it.digest();
        return it.copy();
      },
    ],
    ['a number', ({ createHash }) => createHash('md5').update(5 as unknown as string)],
    ['nothing', ({ createHash }) => (createHash('md5').update as () => unknown)()],
    [
      'an array buffer',
      ({ createHash }) => createHash('md5').update(new ArrayBuffer(2) as unknown as string),
    ],
    [
      'a view on two bytes each',
      ({ createHash }) =>
        createHash('md5')
          .update(new Uint16Array([1, 258]))
          .digest('hex'),
    ],
    [
      'a DataView',
      ({ createHash }) =>
        createHash('md5')
          .update(new DataView(new ArrayBuffer(9), 2, 3))
          .digest('hex'),
    ],
    [
      'a part of a buffer',
      ({ createHash }) =>
        createHash('md5')
          .update(new Uint8Array([1, 2, 3]).subarray(1))
          .digest('hex'),
    ],
    ['text in hex', ({ createHash }) => createHash('md5').update('616263', 'hex').digest('hex')],
    ['half a byte of hex', ({ createHash }) => createHash('md5').update('abc', 'hex')],
    [
      'text in no encoding',
      ({ createHash }) =>
        createHash('md5')
          .update('x', 'nope' as 'hex')
          .digest('hex'),
    ],
    [
      'text in base64 and latin1',
      ({ createHash }) => createHash('md5').update('YWJj', 'base64').update('é', 'latin1').digest('hex'),
    ],
    ['a digest in no encoding', ({ createHash }) => createHash('md5').digest('nope' as 'hex')],
    ['a digest as a buffer', ({ createHash }) => createHash('md5').digest('buffer' as 'hex')],
    ['another length', ({ createHash }) => createHash('sha256', { outputLength: 5 })],
    ['its own length', ({ createHash }) => createHash('sha256', { outputLength: 32 }).digest('hex')],
    [
      'one call',
      ({ hash }) => [
        hash('sha1', 'x'),
        hash('sha1', 'x', 'base64'),
        hash('md5', new Uint8Array([1]), 'buffer'),
      ],
    ],
    ['one call by no name', ({ hash }) => hash('nope', 'x')],
    ['one call with a number', ({ hash }) => hash('sha1', 5 as unknown as string)],
  ])('agrees with Node on %s', async (_, run) => {
    await expectSame(run);
  });
});

describe('createHmac', () => {
  test('gives the digests of Node', () => {
    fc.assert(
      fc.property(name, fc.oneof(bytes, fc.string()), bytes, encoding, (algorithm, key, data, to) => {
        const [mine, theirs] = [crypto.createHmac(algorithm, key), createHmac(algorithm, key)];
        expect(mine.update(data).digest(to as 'hex')).toBe(theirs.update(data).digest(to as 'hex'));
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, (crypto: AnyCrypto) => unknown]>([
    ['an unknown name', ({ createHmac }) => createHmac('nope', 'k')],
    ['no key', ({ createHmac }) => (createHmac as (name: string) => unknown)('md5')],
    ['a number as key', ({ createHmac }) => createHmac('md5', 5 as unknown as string)],
    [
      'an array buffer as key',
      ({ createHmac }) => createHmac('md5', new ArrayBuffer(3) as unknown as string).digest('hex'),
    ],
    [
      'a key in hex',
      ({ createHmac }) => createHmac('md5', '6162', { encoding: 'hex' } as object).digest('hex'),
    ],
    [
      'a secret key',
      ({ createHmac, createSecretKey }) => createHmac('md5', createSecretKey('k', 'utf8')).digest('hex'),
    ],
    [
      'two digests',
      ({ createHmac }) => {
        const it = createHmac('md5', 'k');
        it.digest();
        return it.digest('hex');
      },
    ],
    [
      'an update after the digest',
      ({ createHmac }) => {
        const it = createHmac('md5', 'k');
        it.digest();
        return it.update('x');
      },
    ],
  ])('agrees with Node on %s', async (_, run) => {
    await expectSame(run);
  });
});

describe('key derivation', () => {
  test('gives the keys of Node', () => {
    const secret = fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.string({ maxLength: 80 }));
    const sizes = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(
        secret,
        secret,
        name,
        sizes,
        fc.integer({ min: 1, max: 20 }),
        (password, salt, digest, size, times) => {
          const mine = crypto.pbkdf2Sync(password, salt, times, size, digest);
          expect(mine.toString('hex')).toBe(pbkdf2Sync(password, salt, times, size, digest).toString('hex'));
          const derived = crypto.hkdfSync(digest, password, salt, 'info', size);
          expect([...new Uint8Array(derived)]).toEqual([
            ...new Uint8Array(hkdfSync(digest, password, salt, 'info', size)),
          ]);
          const options = { N: 2 ** ((times % 5) + 1), r: (times % 4) + 1, p: (times % 3) + 1 };
          const stretched = crypto.scryptSync(password, salt, size, options);
          expect(stretched.toString('hex')).toBe(scryptSync(password, salt, size, options).toString('hex'));
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each<[string, (crypto: AnyCrypto) => unknown]>([
    ['the defaults of scrypt', ({ scryptSync }) => scryptSync('password', 'salt', 32).toString('hex')],
    [
      'other names of its costs',
      ({ scryptSync }) =>
        scryptSync('p', 's', 9, { cost: 16, blockSize: 2, parallelization: 2 }).toString('hex'),
    ],
    ['a cost that is no power of two', ({ scryptSync }) => scryptSync('p', 's', 32, { N: 3 })],
    ['a cost of one', ({ scryptSync }) => scryptSync('p', 's', 32, { N: 1 })],
    ['a cost past the memory', ({ scryptSync }) => scryptSync('p', 's', 32, { N: 2 ** 20 })],
    ['two names for a cost', ({ scryptSync }) => scryptSync('p', 's', 32, { N: 16, cost: 16 })],
    ['nothing to derive by scrypt', ({ scryptSync }) => scryptSync('p', 's', 0).length],
    ['no iterations', ({ pbkdf2Sync }) => pbkdf2Sync('p', 's', 0, 10, 'sha1')],
    ['an unknown digest', ({ pbkdf2Sync }) => pbkdf2Sync('p', 's', 1, 10, 'nope')],
    [
      'no digest',
      ({ pbkdf2Sync }) => (pbkdf2Sync as unknown as (...args: unknown[]) => unknown)('p', 's', 1, 10),
    ],
    ['nothing to derive', ({ pbkdf2Sync }) => pbkdf2Sync('p', 's', 1, 0, 'sha1')],
    ['a negative length', ({ pbkdf2Sync }) => pbkdf2Sync('p', 's', 1, -1, 'sha1')],
    ['a password that is none', ({ pbkdf2Sync }) => pbkdf2Sync(5 as unknown as string, 's', 1, 1, 'sha1')],
    ['more than HKDF gives', ({ hkdfSync }) => hkdfSync('sha256', 'k', 's', 'i', 255 * 32 + 1)],
    ['HKDF by no name', ({ hkdfSync }) => hkdfSync('nope', 'k', 's', 'i', 5)],
    ['an info that is too long', ({ hkdfSync }) => hkdfSync('sha256', 'k', 's', 'i'.repeat(1_025), 5)],
    [
      'a callback',
      ({ pbkdf2 }) =>
        new Promise((done) => pbkdf2('p', 's', 2, 10, 'sha1', (error, key) => done([error, key]))),
    ],
    [
      'a callback with options',
      ({ scrypt }) =>
        new Promise((done) => scrypt('p', 's', 10, { N: 16 }, (error, key) => done([error, key]))),
    ],
    [
      'no callback',
      ({ pbkdf2 }) => (pbkdf2 as unknown as (...args: unknown[]) => unknown)('p', 's', 2, 10, 'sha1'),
    ],
  ])('agrees with Node on %s', async (_, run) => {
    await expectSame(run);
  });

  test('is refused past its limits', () => {
    expect(() => crypto.pbkdf2Sync('p', 's', 1_000_001, 10, 'sha1')).toThrow(
      new RangeError('Cannot derive a key: 1000001 iterations, the limit is 1000000'),
    );
    expect(() => crypto.pbkdf2Sync('p', 's', 1, 2 ** 20 + 1, 'sha1')).toThrow(
      new RangeError('Cannot derive a key: 1048577 bytes, the limit is 1048576'),
    );
    expect(() => crypto.scryptSync('p', 's', 32, { N: 2 ** 17, maxmem: 2 ** 31 })).toThrow(
      'memory limit exceeded',
    );
  });
});
