import { describe, expect, test } from '@jest/globals';
import { HostCalls } from '../../runtime/sandbox/host-calls/host-calls.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/**
 * Keeps every function that comes its way. The host's own would answer whatever text it is called with by a text that
 * begins like one of its answers.
 */
const SPY = `const kept = new Set();
  const keep = (value) => { if (typeof value === 'function') kept.add(value); return value; };
  const isHost = (each) => { try { const said = each('no call'); return typeof said === 'string' && /^[-+~]/.test(said); } catch { return false; } };`;

/** Uses every way to the host. */
const USE = `crypto.randomBytes(8); crypto.randomUUID(); crypto.getRandomValues(new Uint8Array(300_000 / 8));
  try { const it = crypto.createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12)); it.update('a'); it.final(); it.getAuthTag(); } catch {}
  try { crypto.createSign('sha256').update('a').sign('no key'); } catch (error) { keep(error); for (const key of Reflect.ownKeys(error)) keep(error[key]); }
  await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']).catch(() => {});`;

describe('the host’s one function is handed to nobody, not by', () => {
  test.each([
    [
      'callers',
      'const look = function () { keep(look.caller); keep(arguments.callee.caller); }; Object.prototype.toJSON = function () { look(); return this; };',
    ],
    [
      'members of every object',
      'for (const name of ["operation", "params", "sizes", "count", "name", "message", "details", "call", "key"]) Object.defineProperty(Object.prototype, name, { __proto__: null, configurable: true, get() { keep(this); return undefined; }, set(value) { keep(value); keep(this); } });',
    ],
    [
      'indexes of every array',
      'for (let i = 0; i < 8; i += 1) Object.defineProperty(Array.prototype, i, { configurable: true, set(value) { keep(value); } });',
    ],
    [
      'call, apply and bind',
      'for (const name of ["call", "apply", "bind"]) { const native = Function.prototype[name]; Function.prototype[name] = function (...args) { keep(this); args.forEach(keep); return Reflect.apply(native, this, args); }; }',
    ],
    [
      'Reflect and JSON',
      'for (const each of [Reflect, JSON, Object, String, Uint8Array]) for (const name of Object.getOwnPropertyNames(each)) { const native = each[name]; if (typeof native === "function") { try { each[name] = function (...args) { keep(this); args.forEach(keep); return Reflect.apply === each[name] ? native.apply(this, args) : native.call(this, ...args); }; } catch {} } }',
    ],
    [
      'call sites',
      'Error.stackTraceLimit = Infinity; Error.prepareStackTrace = (error, sites) => { for (const site of sites) { keep(site.getFunction()); keep(site.getThis()); } return ""; };',
    ],
    [
      'the toJSON of all',
      'Object.prototype.toJSON = function () { for (const key of Reflect.ownKeys(this)) keep(this[key]); return this; };',
    ],
  ])('%s', async (_, patch) => {
    const code = `${SPY} let isFirst = true;
      async function onTrack() {
        if (!isFirst) return [...kept].filter(isHost).length;
        isFirst = false;
        ${patch} ${USE}
      }`;
    const limits = { timeoutMs: 5_000, cpuMs: 2_000 };
    const { outcome } = await hostile.alone(code, { limits });
    // Whoever breaks what the prelude uses may find that nothing works any more; but holds nothing.
    expect(outcome.kind === 'failed' ? outcome.code : outcome.kind).toMatch(/^(?:delivered|bad_request)$/);
    expect((await hostile.alone(code, { limits })).recording?.returned).toBe(0);
  });
});

// Through a toJSON of every object a program decides what the call says: so it may say anything.
describe('a call that says what no prelude says is refused, and costs nobody anything:', () => {
  const saying = (
    text: string,
  ): string => `Object.prototype.toJSON = function () { return 'operation' in this ? (${text}) : this; };
    for (let i = 0; i < 5; i += 1) { try { crypto.createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12)); } catch {} }`;
  test.each([
    ['nothing', 'null'],
    ['another operation', '{ operation: "exec", params: {}, sizes: [] }'],
    ['what every object has', '{ operation: "constructor", params: {}, sizes: [] }'],
    [
      'a prototype',
      'JSON.rawJSON ? JSON.parse(\'{"operation":"random","params":{"__proto__":{"count":1}},"sizes":[]}\') : null',
    ],
    ['sizes that are negative', '{ operation: "sign", params: {}, sizes: [-1, -1e9] }'],
    ['sizes that are huge', '{ operation: "sign", params: {}, sizes: [1e308, 2 ** 53] }'],
    ['half a million sizes', '{ operation: "random", params: { count: 1 }, sizes: new Array(5e5).fill(0) }'],
    ['a count without end', '{ operation: "random", params: { count: Number.MAX_SAFE_INTEGER }, sizes: [] }'],
    ['a deep value', '(() => { let it = {}; for (let i = 0; i < 3e3; i += 1) it = { it }; return it; })()'],
    ['another program’s cipher', '{ operation: "cipher-step", params: { id: 1, step: "final" }, sizes: [] }'],
  ])('%s', async (_, text) => {
    expect(await hostile.amongOthers(saying(text), { limits: { timeoutMs: 3_000, cpuMs: 500 } })).toMatch(
      /^delivered (?:delivered|bad_request|gateway_timeout) delivered$/,
    );
  });
});

describe('a program that asks for the end of every cipher there may be', () => {
  const CREATE =
    "globalThis.kept = crypto.createCipheriv('aes-256-cbc', Buffer.alloc(32, 1), Buffer.alloc(16));";
  /** Runs the statements, and counts the ciphers that end where the host is asked for bytes. */
  const endedBy = async (statements: string): Promise<unknown> => {
    const code = `async function onTrack() {
      ${statements}
      let ended = 0;
      for (let id = 0; id < 70; id += 1) {
        Object.prototype.toJSON = function () { return 'operation' in this ? { operation: 'cipher-step', params: { id, step: 'final' }, sizes: [] } : this; };
        try { crypto.randomBytes(5_000); ended += 1; } catch {}
      }
      delete Object.prototype.toJSON;
      return ended;
    }`;
    const options = { destinationId: 'dst_other', limits: { cpuMs: 2_000 } };
    return (await hostile.alone(code, options)).recording?.returned;
  };

  test('finds its own', async () => {
    expect(await endedBy(CREATE)).toBe(1);
  });

  test('finds none of another', async () => {
    await hostile.alone(`async function onTrack() { ${CREATE} kept.update('secret of one'); }`, {
      destinationId: 'dst_one',
    });
    expect(await endedBy('')).toBe(0);
  });
});

describe('whatever text comes, the host answers in text and throws nothing:', () => {
  const head = (operation: string, params: unknown = {}, sizes: unknown = []): string =>
    `${JSON.stringify({ operation, params, sizes })}\n`;
  test.each([
    ['', 'nothing'],
    ['\n', 'an empty head'],
    ['null\n', 'null'],
    ['[]\n', 'an array'],
    ['{}\n', 'no operation'],
    ['x'.repeat(2e6), 'too much'],
    [`${'['.repeat(5e5)}\n`, 'a deep head'],
    [`{"operation":"random","params":{"count":1},"sizes":[${'0,'.repeat(4e5)}0]}\n`, 'many parts'],
    [head('random', { count: 1.5 }), 'half a byte'],
    [head('random', { count: -1 }), 'less than nothing'],
    [head('random', { count: '5' }), 'a count in words'],
    [head('__proto__'), 'a prototype'],
    [head('toString'), 'a method'],
    [
      head('sign', {
        key: { format: 'pem', text: '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----' },
      }),
      'an empty key',
    ],
    [
      head('key', {
        kind: 'private',
        key: {
          format: 'der',
          type: 'pkcs8',
          passphrase: 'a',
          text: Buffer.from('30840000ffff', 'hex').toString('base64'),
        },
      }),
      'a key that ends early',
    ],
    [head('crypt', { how: 'constructor', key: {} }), 'no way to encrypt'],
    [head('cipher', { name: 'aes-256-gcm', authTagLength: -1 }, [32, 12]), 'a tag of no length'],
    [head('generate', { type: 'rsa', modulusLength: 16_384 }), 'a long key'],
    [head('agree', { privateKey: null, publicKey: null }), 'keys that are none'],
  ])('%#', (text) => {
    const calls = new HostCalls(() => undefined);
    calls.allowUntil(Infinity);
    const answer = calls.answer(text);
    expect(answer).toMatch(/^-\{"name":"(?:Error|RangeError|SyntaxError|TypeError)"/);
    expect(answer.length).toBeLessThan(3_000);
    expect(answer).not.toMatch(/node:internal|\/runtime\/|\.ts:|node_modules/);
  });
});
