import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

let partner: Partner;
beforeAll(async () => {
  partner = await Partner.start();
});
afterAll(() => partner.close());

const END = /^delivered (?:delivered|bad_request|gateway_timeout!?|memory_limit_exceeded!?) delivered$/;
const LIMITS = { timeoutMs: 3_000, cpuMs: 500 };

describe('a body that is no ordinary one harms its own event alone:', () => {
  test.each([
    ['a stream without end', 'new ReadableStream({ pull(it) { it.enqueue(new Uint8Array(1e5)); } })'],
    ['a stream that never says anything', 'new ReadableStream({ pull() { return new Promise(() => {}); } })'],
    [
      'a stream of what is no bytes',
      'new ReadableStream({ start(it) { it.enqueue({ length: 1e9 }); it.close(); } })',
    ],
    ['a generator without end', '(async function* () { for (;;) yield "x".repeat(1e5); })()'],
    [
      'a Blob of a Blob of a Blob',
      '(() => { let it = new Blob(["x"]); for (let i = 0; i < 25; i += 1) it = new Blob([it, it]); return it; })()',
    ],
    ['a Blob whose parts never end', 'new Blob({ *[Symbol.iterator]() { for (;;) yield "x"; } })'],
    [
      'a form with a name that ends its line',
      '(() => { const it = new FormData(); it.append("a\\"\\r\\n\\r\\n--x", "b", "c\\"\\r\\nx: y"); return it; })()',
    ],
    [
      'a form with a file of a type that ends its line',
      '(() => { const it = new FormData(); it.append("a", new File(["x"], "a\\r\\nb", { type: "text/plain\\r\\nx: y" })); return it; })()',
    ],
    [
      'a form with a thousand files',
      '(() => { const it = new FormData(); for (let i = 0; i < 1e3; i += 1) it.append("a", new Blob(["x".repeat(1e4)])); return it; })()',
    ],
    [
      'bytes that shrink while they are read',
      '(() => { const buffer = new ArrayBuffer(1e6, { maxByteLength: 1e6 }); const it = new Uint8Array(buffer); buffer.resize(1); return it; })()',
    ],
    [
      'bytes that were given away',
      '(() => { const it = new Uint8Array(8); it.buffer.transfer(); return it; })()',
    ],
    [
      'bytes of a class of its own',
      'new (class extends Uint8Array { get length() { return 1e9; } slice() { return { length: 1e9 }; } })(8)',
    ],
    ['an object with a toString', '({ toString() { return { length: 1e9 }; } })'],
    [
      'parameters that are no text',
      'Object.assign(new URLSearchParams("a=b"), { toString: () => ({ length: 1e9 }) })',
    ],
  ])('%s', async (_, body) => {
    partner.requests.length = 0;
    const statements = `await fetch('${partner.url}/body', { method: 'POST', body: ${body}, duplex: 'half' });`;
    expect(await hostile.amongOthers(statements, { limits: LIMITS })).toMatch(END);
    expect(await hostile.amongOthers(`await new Response(${body}).text();`, { limits: LIMITS })).toMatch(END);
    for (const { body: sent, headers } of partner.requests) {
      expect(sent.length).toBeLessThanOrEqual(1024 * 1024);
      expect(sent).not.toMatch(/^x: y/m);
      expect(headers).not.toHaveProperty('x');
    }
  });
});

describe('a boundary of a form cannot be guessed, so that', () => {
  test('two forms have two', async () => {
    const statements = `const boundary = () => new Response(new FormData()).headers.get('content-type');
      return [boundary() === boundary(), boundary().length > 40];`;
    expect(await hostile.returned(statements)).toEqual([false, true]);
  });
});
