import { expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** V8 stops some of them late and some not at all; then the child's death does (`!`), which costs the others nothing. */
const ENDED = /^delivered (?:bad_request|(?:gateway_timeout|memory_limit_exceeded)!?) delivered$/;

test.each([
  ['a pattern that goes back and forth', '/(a*)*b/.test("a".repeat(40));'],
  ['a huge sort', 'new Array(5e6).fill(0).map(Math.random).sort((a, b) => a - b);'],
  ['JSON ten million levels deep', 'JSON.parse("[".repeat(1e7));'],
  ['a search in a huge array', 'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);'],
  ['a text that doubles', 'let it = "x".repeat(1e6); for (;;) { it += it; it.charCodeAt(1); }'],
  ['a template of a thousand million parts', 'String.raw({ raw: { length: 2 ** 30 } });'],
  ['a power of a BigInt', '(3n ** 5_000_000n) ** 3n;'],
  ['a product of BigInts', 'let it = 3n; for (;;) it *= it;'],
  ['a BigInt as text', 'String(7n ** 2_000_000n);'],
  ['texts that are joined', 'new Array(2 ** 29).join("x");'],
  ['a huge array filled', 'new Array(2 ** 32 - 1).fill(1);'],
  ['a huge array spread', 'Math.max(...new Array(1e8));'],
  ['a huge list of arguments', '(() => {}).apply(null, { length: 2 ** 31 });'],
  ['a text normalized', '"\u0316\u0301".repeat(5e6).normalize("NFC");'],
  ['a pattern over a long text', '/(.*)*x/.test("a".repeat(1e6));'],
  ['a pattern that replaces', '"a".repeat(40).replace(/(a|a)*b/, "");'],
  ['JSON written', 'let it = {}; for (let i = 0; i < 24; i += 1) it = [it, it]; JSON.stringify(it);'],
  ['a sort whose comparison lies', 'new Array(1e6).fill(0).sort(() => Math.random() - 0.5);'],
  ['dates', 'for (;;) new Date("1970-01-01T00:00:00Z".repeat(1e3)).toLocaleString("ar");'],
])('%s ends its own event alone', async (_, statements) => {
  expect(await hostile.amongOthers(statements)).toMatch(ENDED);
});
