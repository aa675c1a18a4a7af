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
])('%s ends its own event alone', async (_, statements) => {
  expect(await hostile.amongOthers(statements)).toMatch(ENDED);
});
