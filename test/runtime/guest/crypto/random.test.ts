import { describe, expect, test } from '@jest/globals';
import type { AnyCrypto } from './same-as-node.ts';
import { connectedCrypto, expectSame } from './same-as-node.ts';

const crypto = connectedCrypto();

test('random bytes are as many as are asked for, and never the same', () => {
  for (const size of [0, 1, 16, 1_024, 1_025, 300_000]) {
    expect(crypto.randomBytes(size)).toHaveLength(size);
  }
  const drawn = Array.from({ length: 200 }, () => crypto.randomBytes(16).toString('hex'));
  expect(new Set(drawn).size).toBe(200);
  const long = crypto.randomBytes(200_000);
  expect(new Set(long).size).toBe(256);
});

test('a random UUID is one of version 4', () => {
  const drawn = Array.from({ length: 200 }, () => crypto.randomUUID());
  expect(new Set(drawn).size).toBe(200);
  for (const uuid of drawn) {
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test('a random integer lies where it is to be', () => {
  const drawn = Array.from({ length: 500 }, () => crypto.randomInt(3, 6));
  expect(new Set(drawn)).toEqual(new Set([3, 4, 5]));
  expect(crypto.randomInt(1)).toBe(0);
  expect(crypto.randomInt(2 ** 48 - 1)).toBeLessThan(2 ** 48);
});

test.each([Uint8Array, Int8Array, Uint16Array, Int32Array, BigUint64Array, Uint8ClampedArray])(
  'getRandomValues fills a %p',
  (View) => {
    const array = new View(64);
    expect(crypto.getRandomValues(array)).toBe(array);
    expect(new Set<unknown>(array).size).toBeGreaterThan(10);
  },
);

test('getRandomValues fills no more than the view', () => {
  const bytes = new Uint8Array(64);
  crypto.getRandomValues(bytes.subarray(16, 48));
  expect([...bytes.subarray(0, 16), ...bytes.subarray(48)]).toEqual(Array(32).fill(0));
});

test('a callback gets random bytes later', async () => {
  const [error, bytes] = await new Promise<readonly unknown[]>((done) => {
    crypto.randomBytes(8, (...args) => done(args));
  });
  expect(error).toBe(null);
  expect(bytes).toHaveLength(8);
});

describe('randomness agrees with Node on', () => {
  test.each<[string, (crypto: AnyCrypto) => unknown]>([
    ['a negative size', ({ randomBytes }) => randomBytes(-1)],
    ['a size that is a text', ({ randomBytes }) => randomBytes('5' as unknown as number)],
    ['a size past the limit', ({ randomBytes }) => randomBytes(2 ** 31)],
    ['a broken size', ({ randomBytes }) => randomBytes(1.5).length],
    ['a range upside down', ({ randomInt }) => randomInt(5, 3)],
    ['a range that is too wide', ({ randomInt }) => randomInt(0, 2 ** 49)],
    ['a limit that is no integer', ({ randomInt }) => randomInt(0.5)],
    ['a buffer that is filled in part', ({ randomFillSync }) => [...randomFillSync(new Uint8Array(4), 4)]],
    ['a part that there is not', ({ randomFillSync }) => randomFillSync(new Uint8Array(4), 5)],
    ['floats', ({ getRandomValues }) => getRandomValues(new Float32Array(2) as unknown as Uint8Array)],
    ['too many values', ({ getRandomValues }) => getRandomValues(new Uint8Array(65_537))],
    ['no array', ({ getRandomValues }) => getRandomValues([] as unknown as Uint8Array)],
    [
      'equal buffers',
      ({ timingSafeEqual }) => timingSafeEqual(new Uint8Array([1, 2]), new Uint8Array([1, 2])),
    ],
    [
      'unequal buffers',
      ({ timingSafeEqual }) => timingSafeEqual(new Uint8Array([1, 2]), new Uint8Array([1, 3])),
    ],
    [
      'views on the same bytes',
      ({ timingSafeEqual }) => timingSafeEqual(new Uint16Array([257]), new Uint8Array([1, 1])),
    ],
    [
      'buffers of other lengths',
      ({ timingSafeEqual }) => timingSafeEqual(new Uint8Array(1), new Uint8Array(2)),
    ],
    [
      'a text for a buffer',
      ({ timingSafeEqual }) => timingSafeEqual('a' as unknown as Uint8Array, new Uint8Array(1)),
    ],
    [
      'a number for a buffer',
      ({ timingSafeEqual }) => timingSafeEqual(new Uint8Array(1), 5 as unknown as Uint8Array),
    ],
  ])('%s', async (_, run) => {
    await expectSame(run);
  });
});
