import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** Members that the prelude reads of options, answers, failures and its own records. */
const NAMES =
  `signal method headers body redirect failure message id url redirected status statusText encoding
  default how code kind number name stack cause errormessage retryAfterMs once capture passive handleEvent cancelable bubbles detail
  callback args everyMs dueAt isActive resolve reject line content contentType isRemoved fatal ignoreBOM stream type endings
  first count text isRecorded handlers settingsText names problem fileName moduleVariable then toJSON toString valueOf length
  index 0 1 get set value writable enumerable configurable input limit left parents close lines sources mappings ttlMs
  algorithm key iv authTagLength padding saltLength format passphrase operation params sizes details`
    .split(/\s+/)
    .filter((name) => !['toString', 'valueOf', 'get', 'set'].includes(name));

/** Uses what of the prelude takes options, or keeps records of its own. */
const USE = `console.log({ a: 1 }, 'x', 1); console.error('%o', {});
  setTimeout(() => {}, 1); clearTimeout(setTimeout(() => {}, 1));
  await Promise.allSettled([
    fetch('http://127.0.0.1:1/'), fetch('http://127.0.0.1:1/', { method: 'POST', body: 'x' }), fetch('http://169.254.169.254/'), fetch('x'),
  ]);
  for (const act of [
    () => new Response(), () => new Response('x', {}), () => new Request('http://acme.example'), () => new Headers({}), () => new Event('x'),
    () => new EventTarget().addEventListener('x', () => {}), () => structuredClone({ a: [1] }), () => new TextDecoder().decode(new Uint8Array(1)),
    () => AbortSignal.abort(), () => AbortSignal.timeout(1), () => new URL('http://acme.example'), () => new RetryError('x'), () => Response.json({}),
  ]) { try { act(); } catch {} }`;

const END =
  /^delivered (?:delivered|bad_request|network_error|retry|gateway_timeout) (?:delivered|bad_request|gateway_timeout)$/;

describe('what every object says when it is asked for an option harms nobody else:', () => {
  test.each([
    ['a text', 'value: "polluted"'],
    [
      'an object that throws',
      'value: new Proxy(function () {}, { get() { throw new Error("polluted"); }, apply() { throw 1; } })',
    ],
    [
      'a getter that throws',
      'get() { throw new Error("polluted"); }, set() { throw new Error("polluted"); }',
    ],
    ['a setter that keeps what is written', 'get() { return undefined; }, set(value) { kept.push(value); }'],
  ])('%s', async (_, descriptor) => {
    // A few at a time: with all of them at once, the first one that is read decides.
    const groups = Array.from({ length: Math.ceil(NAMES.length / 8) }, (__, at) =>
      NAMES.slice(at * 8, at * 8 + 8),
    );
    const ended = await Promise.all(
      groups.map((names) => {
        const patch = `const kept = [];
          for (const name of ${JSON.stringify(names)}) {
            try { Object.defineProperty(Object.prototype, name, { __proto__: null, configurable: true, ${descriptor} }); } catch {}
          }`;
        return hostile.amongOthers(`${patch} ${USE}`, { limits: { timeoutMs: 3_000, cpuMs: 500 } });
      }),
    );
    expect(ended.filter((each) => !END.test(each))).toEqual([]);
    expect(await hostile.returned('return 1;')).toBe(1);
  });
});

/** The library that reads URLs writes its records so, and lists of what a program gave are filled so: what is seen is its own. */
const ITS_OWN = new Set(['url', 'input', 'failure', '0', '1']);

// One at a time: with all of them at once, the program was not even loaded.
test.each(NAMES)(
  'a setter of every object for %s is handed nothing that the prelude keeps for itself',
  async (name) => {
    const code = `const kept = new Set();
      async function onTrack() {
        Object.defineProperty(Object.prototype, '${name}', { __proto__: null, configurable: true, set(value) { kept.add(typeof value); } });
        ${USE}
        delete Object.prototype['${name}'];
        return [...kept];
      }`;
    const { outcome, recording } = await hostile.alone(code);
    expect(outcome).toEqual({ kind: 'delivered' });
    if (ITS_OWN.has(name)) expect(recording?.returned).not.toContain('function');
    else expect(recording?.returned).toEqual([]);
  },
);
