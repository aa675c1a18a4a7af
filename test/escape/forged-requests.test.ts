import { expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

const iterateOver = (header: string): string =>
  `Headers.prototype[Symbol.iterator] = function* () { yield ${header}; };`;

// The guest's own classes make what `fetch` tells the host of a request. Where a program had patched them, what
// arrived there was no JSON, or of another shape: the host could not read it and its process ended, with all the
// other programs in it.
test.each([
  ['a header without a name', iterateOver('[undefined, "x"]')],
  ['a header whose value is an object', iterateOver('["x-a", { slice: 1 }]')],
  ['a header whose value is a symbol', iterateOver('["x-a", Symbol()]')],
  ['a header that is nothing', iterateOver('undefined')],
  ['a header that ends its line', iterateOver('["x-a", "b\\r\\nhost: elsewhere"]')],
  ['a URL that is undefined', 'Object.defineProperty(URL.prototype, "href", { value: undefined });'],
  ['a URL of a file', 'Object.defineProperty(URL.prototype, "href", { value: "file:///etc/passwd" });'],
  ['a method that is an object', 'String.prototype.toUpperCase = () => ({ method: 1 });'],
  [
    'a method that ends its line',
    'RegExp.prototype.test = function () { return !this.source.includes("trace"); }; init.method = "GET / HTTP/1.1\\r\\nx: y";',
  ],
  ['a body that is no text', 'URLSearchParams.prototype.toString = () => ({ length: 2 });'],
])('a program whose fetch tells of %s harms only its own request', async (_, patch) => {
  const statements = `const init = { method: 'post', headers: { 'x-a': 'b' }, body: new URLSearchParams('a=b') };
    ${patch}
    await fetch('http://169.254.169.254/', init);`;
  // This address is refused whatever the rest is like.
  expect(await hostile.amongOthers(statements)).toBe('delivered bad_request delivered');
});

test('a timer that lies about when it is due harms nobody', async () => {
  const lying = `globalThis.Number = () => ({ [Symbol.toPrimitive]: () => NaN });
    await new Promise((go) => setTimeout(go, 5));`;
  expect(await hostile.amongOthers(lying)).toBe('delivered delivered delivered');
});

test('a program cannot fetch more often than it may by fetching while it is asked for a URL', async () => {
  const statements = `let made = 0;
    const ask = (left) => ({ toString() {
      if (left > 0) fetch(ask(left - 1)).catch(() => {});
      made += 1;
      return 'http://127.0.0.1:9/';
    } });
    await fetch(ask(200)).catch(() => {});
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => fetch('http://127.0.0.1:9/')));
    return [made, all.map(({ reason }) => reason.message)];`;
  const limit = 'Cannot fetch: the limit is 50 requests an event';
  expect(await hostile.returned(statements)).toEqual([201, Array.from({ length: 5 }, () => limit)]);
});
