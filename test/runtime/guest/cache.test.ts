import { describe, expect, test } from '@jest/globals';

/** The guest takes the clock when it is loaded, so it gets one that tests can step. */
const { now } = Date;
let stepped = now();
Date.now = () => stepped;
const { cache, forgetLoads } = await import('../../../runtime/guest/cache.ts');
Date.now = now;

/** A loader that counts its calls and answers with their number. */
function counting(): { readonly load: () => Promise<number>; calls: number } {
  const counted = {
    calls: 0,
    load: async () => {
      counted.calls += 1;
      return counted.calls;
    },
  };
  return counted;
}

/** A loader that answers when the test says so. */
function held(): { readonly load: () => Promise<unknown>; resolve: (value: unknown) => void } {
  const { promise, resolve } = Promise.withResolvers();
  return { load: () => promise, resolve };
}

let keys = 0;

/** One that no other test uses: the cache lives as long as the module. */
function aKey(): string {
  keys += 1;
  return `key ${keys}`;
}

describe('cache.load()', () => {
  test.each([
    ['no time to live', (key: string, load: () => unknown) => cache.load(key, undefined, load)],
    ['-1', (key: string, load: () => unknown) => cache.load(key, -1, load)],
    ['null', (key: string, load: () => unknown) => cache.load(key, null, load)],
    ['the argument left out', (key: string, load: () => unknown) => cache.load(key, load)],
  ])('keeps a value for ever with %s', async (_, loadWith) => {
    const [key, counted] = [aKey(), counting()];
    const answers = [await loadWith(key, counted.load), await loadWith(key, counted.load)];
    expect({ answers, calls: counted.calls }).toEqual({ answers: [1, 1], calls: 1 });
  });

  test('loads anew when the value has expired, and not a millisecond before', async () => {
    const [key, counted] = [aKey(), counting()];
    const answers = [await cache.load(key, 1_000, counted.load)];
    stepped += 999;
    answers.push(await cache.load(key, 1_000, counted.load));
    stepped += 1;
    answers.push(await cache.load(key, 1_000, counted.load));
    expect(answers).toEqual([1, 1, 2]);
  });

  test('counts the time to live from when the value came', async () => {
    const [key, slow] = [aKey(), held()];
    const loading = cache.load(key, 1_000, slow.load);
    stepped += 5_000;
    slow.resolve('token');
    await loading;
    stepped += 999;
    expect(await cache.load(key, 1_000, async () => 'anew')).toBe('token');
  });

  test('does not keep what may live no time', async () => {
    const [key, counted] = [aKey(), counting()];
    const answers = [await cache.load(key, 0, counted.load), await cache.load(key, 0, counted.load)];
    expect(answers).toEqual([1, 2]);
  });

  test('shares one load among all who ask at the same time', async () => {
    const [key, one] = [aKey(), held()];
    const never = (): never => {
      throw new Error('loaded twice');
    };
    const all = [cache.load(key, -1, one.load), cache.load(key, -1, never), cache.load(key, -1, never)];
    one.resolve('token');
    expect(await Promise.all(all)).toEqual(['token', 'token', 'token']);
  });

  test('shares one load also where the value is not to be kept', async () => {
    const [key, counted] = [aKey(), counting()];
    expect(await Promise.all([cache.load(key, 0, counted.load), cache.load(key, 0, counted.load)])).toEqual([
      1, 1,
    ]);
  });

  test('fails for all who wait with the very error, and loads anew for the next', async () => {
    const [key, error] = [aKey(), new Error('no token')];
    const fail = async (): Promise<never> => {
      throw error;
    };
    const all = await Promise.allSettled([cache.load(key, -1, fail), cache.load(key, -1, fail)]);
    expect(all).toEqual([
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: error },
    ]);
    expect(await cache.load(key, -1, async () => 'token')).toBe('token');
  });

  test('takes a loader that is not async, and one that throws at once', async () => {
    expect(await cache.load(aKey(), -1, () => 'plain')).toBe('plain');
    const fail = (): never => {
      throw new Error('at once');
    };
    await expect(cache.load(aKey(), -1, fail)).rejects.toThrow('at once');
  });

  test.each([
    ['__proto__'],
    ['constructor'],
    [''],
    [undefined],
    [null],
    [42],
    [Symbol('key')],
    [{}],
    [Number.NaN],
  ])('tells the key %p from all others', async (key) => {
    await cache.load(key, -1, async () => 'its own');
    expect(await cache.load(key, -1, async () => 'another')).toBe('its own');
    expect(await cache.load(aKey(), -1, async () => 'another')).toBe('another');
    cache.delete(key);
    expect(await cache.load(key, -1, async () => 'anew')).toBe('anew');
  });

  test('keeps "42" and 42 apart, and undefined as a value like any other', async () => {
    await cache.load('42', -1, async () => 'text');
    await cache.load(42.5, -1, async () => undefined);
    expect(await cache.load(42.5, -1, async () => 'anew')).toBeUndefined();
    expect(await cache.load('42', -1, async () => 'anew')).toBe('text');
  });

  test.each([
    ['no loader', ['key', 1_000], 'the last argument must be a function'],
    ['a loader that is none', ['key', 1_000, 'token'], 'the last argument must be a function'],
    ['a time to live that is a text', ['key', '1000', () => 1], 'the ttl must be a number of milliseconds'],
    [
      'a time to live that is no number',
      ['key', Number.NaN, () => 1],
      'the ttl must be a number of milliseconds',
    ],
  ])('refuses %s', async (_, args, reason) => {
    const [key, ttlMs, load] = args;
    await expect(cache.load(key, ttlMs, load)).rejects.toThrow(
      new TypeError(`Cannot load into the cache: ${reason}`),
    );
  });
});

describe('cache.delete()', () => {
  test('has a value loaded anew', async () => {
    const [key, counted] = [aKey(), counting()];
    await cache.load(key, -1, counted.load);
    expect(cache.delete(key)).toBeUndefined();
    expect(await cache.load(key, -1, counted.load)).toBe(2);
  });

  test('lets what is being loaded reach those who wait, and keeps it from those who come later', async () => {
    const [key, old] = [aKey(), held()];
    const waiting = cache.load(key, -1, old.load);
    cache.delete(key);
    const later = cache.load(key, -1, async () => 'new');
    old.resolve('old');
    expect([await waiting, await later, await cache.load(key, -1, async () => 'newer')]).toEqual([
      'old',
      'new',
      'new',
    ]);
  });
});

describe('a full cache', () => {
  test('lets the value go that nobody asked for the longest', async () => {
    const counted = counting();
    const all = Array.from({ length: 1_000 }, aKey);
    for (const key of all) await cache.load(key, -1, counted.load);
    const [first, second] = [all[0]!, all[1]!];
    expect(await cache.load(first, -1, counted.load)).toBe(1);
    await cache.load(aKey(), -1, counted.load);
    expect(await cache.load(first, -1, counted.load)).toBe(1);
    expect(await cache.load(second, -1, counted.load)).toBe(1_002);
  });

  test('holds so many characters and no more', async () => {
    const counted = counting();
    const [small, ...large] = Array.from({ length: 4 }, aKey);
    await cache.load(small, -1, counted.load);
    for (const key of large) await cache.load(key, -1, async () => ({ text: 'x'.repeat(3 * 1024 * 1024) }));
    expect(await cache.load(small, -1, counted.load)).toBe(2);
    expect(await cache.load(large[2], -1, async () => 'gone')).toMatchObject({ text: expect.any(String) });
    for (const key of large) cache.delete(key);
  });

  test('hands over what is too large for it, without keeping it or letting others go for it', async () => {
    const [small, large, counted] = [aKey(), aKey(), counting()];
    await cache.load(small, -1, counted.load);
    expect(await cache.load(large, -1, async () => 'x'.repeat(9 * 1024 * 1024))).toHaveLength(
      9 * 1024 * 1024,
    );
    expect(await cache.load(large, -1, async () => 'small')).toBe('small');
    expect(await cache.load(small, -1, counted.load)).toBe(1);
  });

  test.each([
    ['refers to itself', Object.assign([], { 0: globalThis })],
    ['is a function', () => 1],
    ['holds a BigInt', { id: 5n }],
    [
      'throws when it is read',
      {
        toJSON() {
          throw new Error('read');
        },
      },
    ],
  ])('keeps a value that %s', async (_, value) => {
    const key = aKey();
    await cache.load(key, -1, async () => value);
    expect(await cache.load(key, -1, async () => 'anew')).toBe(value);
  });
});

test('forgetLoads() lets nobody wait for what was begun before it', async () => {
  const [key, lost] = [aKey(), held()];
  void cache.load(key, -1, lost.load);
  forgetLoads();
  expect(await cache.load(key, -1, async () => 'anew')).toBe('anew');
  lost.resolve('late');
  await lost.load();
  expect(await cache.load(key, -1, async () => 'newer')).toBe('anew');
});
