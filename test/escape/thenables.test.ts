import { describe, expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

describe('a thenable ends its own event once, and no other:', () => {
  test.each([
    ['one that resolves twice', 'return { then(go) { go(1); go(2); } };', 'delivered'],
    ['one that resolves and throws', 'return { then(go) { go(1); throw new Error("no"); } };', 'delivered'],
    [
      'one that resolves and rejects',
      'return { then(go, fail) { go(1); fail(new Error("no")); } };',
      'delivered',
    ],
    [
      'one that rejects and resolves',
      'return { then(go, fail) { fail(new DropEvent("no")); go(1); } };',
      'filtered',
    ],
    ['one that resolves with itself', 'const it = { then(go) { go(it); } }; return it;', 'gateway_timeout'],
    ['one that never resolves', 'return { then() {} };', 'gateway_timeout'],
    [
      'one that makes another, for ever',
      'const make = () => ({ then(go) { go(make()); } }); return make();',
      'gateway_timeout',
    ],
    ['a function', 'return Object.assign(() => {}, { then(go) { go(1); } });', 'delivered'],
    [
      'a promise with a then of its own',
      'return Object.assign(Promise.resolve(), { then(go, fail) { fail(new RetryError("no")); } });',
      'retry',
    ],
    [
      'a class of promises',
      'return class extends Promise { then(go, fail) { return super.then(() => fail(new RetryError("no")), fail); } }.resolve(1);',
      'retry',
    ],
    [
      'one that is looked at for ever',
      'return Object.defineProperty({}, "then", { get() { for (;;); } });',
      'gateway_timeout',
    ],
    ['one that is thrown', 'throw { then(go) { go(1); }, message: "no" };', 'bad_request'],
    ['one that is awaited', 'await { then(go) { go({ then(go) { go(1); } }); } };', 'delivered'],
  ])('%s', async (_, statements, ending) => {
    expect(await hostile.amongOthers(statements)).toBe(`delivered ${ending} delivered`);
  });
});

describe('a thenable among statuses of onBatch is read as what it is:', () => {
  test.each([
    [
      'an answer that resolves to statuses',
      '({ then(go) { go(events.map(() => ({ status: 500 }))); } })',
      'retry',
    ],
    ['statuses that are promises', 'events.map(() => Promise.resolve({ status: 200 }))', 'bad_request'],
    [
      'statuses with a then',
      'events.map(() => ({ status: 200, then(go) { go({ status: 500 }); } }))',
      'delivered',
    ],
  ])('%s', async (_, answer, ending) => {
    const code = `async function onBatch(events) { return ${answer}; }`;
    expect(endings(await hostile.run(aJob(code, { events: eventsNamed('a', 'b') })))).toEqual([
      ending,
      ending,
    ]);
  });
});

// A resolver that one event leaves behind may be called by the next, of the same program: it ends only the first.
test('who resolves the promise of another event of its own program ends that one, and not itself', async () => {
  const code = `let others;
    async function onTrack({ properties }) {
      if (properties.name === 'waits') await new Promise((_, fail) => { others = fail; });
      if (properties.name === 'fails it') others(new DropEvent('dropped'));
    }`;
  const events = eventsNamed('waits', 'fails it', 'c');
  expect(endings(await hostile.run(aJob(code, { events })))).toEqual(['filtered', 'delivered', 'delivered']);
});
