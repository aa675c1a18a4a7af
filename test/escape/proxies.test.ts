import { describe, expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

const TRAPS = [
  'get',
  'set',
  'has',
  'deleteProperty',
  'ownKeys',
  'getPrototypeOf',
  'setPrototypeOf',
  'isExtensible',
  'preventExtensions',
  'getOwnPropertyDescriptor',
  'defineProperty',
  'apply',
  'construct',
].join(' ');
/** A proxy of anything, every trap of which does the same. */
const HOSTILE = `const hostile = (target, act) => {
  const handler = { __proto__: null };
  for (const trap of '${TRAPS}'.split(' ')) handler[trap] = act;
  return new Proxy(target, handler);
};
const fail = () => { throw hostile({}, () => { throw 1; }); };
const spin = () => { for (;;); };`;

const PLACES: readonly (readonly [place: string, statements: string])[] = [
  ['returned', 'return PROXY;'],
  ['returned late', 'await null; return PROXY;'],
  ['within what is returned', 'return { a: [PROXY] };'],
  ['thrown', 'throw PROXY;'],
  ['thrown late', 'await null; throw PROXY;'],
  ['the message of an error', 'const error = new Error(); error.message = PROXY; throw error;'],
  ['the name of an error', 'const error = new Error("no"); error.name = PROXY; throw error;'],
  ['the prototype of what is thrown', 'throw Object.setPrototypeOf({}, PROXY);'],
  [
    'the delay of a RetryError',
    'const error = new RetryError("no"); error.retryAfterMs = PROXY; throw error;',
  ],
  ['options of a RetryError', 'throw new RetryError("no", PROXY);'],
  [
    'logged',
    'console.log(PROXY); console.log("%s %d %j %o", PROXY, PROXY, PROXY, PROXY); console.error({ a: PROXY });',
  ],
  ['fetched', 'await fetch(PROXY);'],
  ['options of fetch', 'await fetch("http://127.0.0.1:9/", PROXY);'],
  ['headers of fetch', 'await fetch("http://127.0.0.1:9/", { headers: PROXY });'],
  ['the signal of fetch', 'await fetch("http://127.0.0.1:9/", { signal: PROXY });'],
  ['the body of fetch', 'await fetch("http://127.0.0.1:9/", { method: "POST", body: PROXY });'],
  ['the delay of a timer', 'setTimeout(() => {}, PROXY);'],
  ['a timer', 'setTimeout(PROXY, 1); await new Promise((go) => setTimeout(go, 5));'],
  ['cloned', 'structuredClone(PROXY);'],
  ['rejected with', 'Promise.reject(PROXY);'],
  ['a thenable', 'return { then: PROXY };'],
];

describe('a proxy that throws whatever is asked of it ends nobody else, be it', () => {
  test.each(PLACES)('%s', async (_, statements) => {
    const targets = ['{}', 'function () {}', 'new Error("x")', '[]'];
    const ended = await Promise.all(
      targets.map((target) =>
        hostile.amongOthers(statements.replaceAll('PROXY', `hostile(${target}, fail)`), { top: HOSTILE }),
      ),
    );
    for (const each of ended) expect(each).toMatch(/^delivered (?:delivered|bad_request|retry) delivered$/);
  });

  test.each(PLACES)('%s, where it is recorded', async (_, statements) => {
    const code = statements.replaceAll('PROXY', 'hostile({}, fail)');
    const { outcome, recording } = await hostile.alone(`${HOSTILE} async function onTrack() { ${code} }`);
    expect(['delivered', 'bad_request', 'retry']).toContain(
      outcome.kind === 'failed' ? outcome.code : outcome.kind,
    );
    expect(recording?.returned).toBeNull();
  });
});

// All of them side by side, in isolates of their own: each takes as long as its event may.
test('a proxy that spins whatever is asked of it ends nobody else, wherever it is', async () => {
  const limits = { timeoutMs: 5_000, cpuMs: 50 };
  const ended = await Promise.all(
    PLACES.map(async ([place, statements]) => {
      const code = statements.replaceAll('PROXY', 'hostile(function () {}, spin)');
      return [place, await hostile.amongOthers(code, { top: HOSTILE, limits })];
    }),
  );
  // isolated-vm itself looks at a rejection that nobody awaits, again and again: only the child's death ends that.
  const fine = /^delivered (?:delivered|bad_request|retry|gateway_timeout!?) delivered$/;
  expect(ended.filter(([, each]) => !fine.test(each ?? ''))).toEqual([]);
});

test.each([
  ['that throws', 'fail'],
  ['that spins', 'spin'],
])(
  'a proxy %s as the answer of onBatch fails its own batch, and is over when its isolate is',
  async (_, act) => {
    const code = `${HOSTILE} async function onBatch(events) {
    return events.length > 1 ? hostile([], ${act}) : events.map(() => hostile({}, ${act}));
  }`;
    const job = aJob(code, { events: eventsNamed('a', 'b'), limits: { timeoutMs: 500, cpuMs: 50 } });
    const ending = act === 'spin' ? 'gateway_timeout' : 'bad_request';
    expect(endings(await hostile.run(job))).toEqual([ending, ending]);
  },
);
