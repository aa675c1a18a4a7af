import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** The ends of all chains of prototypes: of one realm there is one. */
const CLIMB = `const tops = new Set();
  const climb = (value) => {
    let top = Object(value);
    for (let next = top; next !== null; next = Object.getPrototypeOf(next)) top = next;
    tops.add(top === Object.prototype ? 'ours' : top === Object(value) ? 'bare' : 'foreign');
  };`;

describe('every chain of prototypes ends in the guest’s own Object.prototype, from', () => {
  test.each([
    ['an event and what is in it', 'climb(event); climb(event.properties); climb(event.properties.list);'],
    ['settings and what is in them', 'climb(settings); climb(settings.map); climb(settings.list);'],
    ['what JSON reads', 'climb(JSON.parse("[{}]")); climb(JSON.parse("[{}]")[0]);'],
    [
      'errors',
      'for (const act of [() => null.x, () => [].length = -1, () => new URL("x"), () => setTimeout()]) { try { act(); } catch (error) { climb(error); } }',
    ],
    [
      'an error of the end of the stack',
      'const again = () => again(); try { again(); } catch (error) { climb(error); }',
    ],
    ['an error of import', 'await import("x").catch(climb);'],
    ['a refused request', 'await fetch("http://169.254.169.254/").catch(climb);'],
    ['a failed request', 'await fetch("http://127.0.0.1:1/").catch(climb);'],
    ['promises', 'climb(fetch("x").catch(() => {})); climb((async () => {})());'],
    [
      'functions of the prelude',
      'climb(fetch); climb(setTimeout); climb(Headers); climb(console.log); climb(URL);',
    ],
    ['iterators', 'climb(new Headers({ a: "b" }).entries()); climb(new URLSearchParams("a=b").entries());'],
    [
      'bytes',
      'climb(new TextEncoder().encode("x")); climb(new TextEncoder().encode("x").buffer); climb(await new Response("x").arrayBuffer());',
    ],
  ])('%s', async (_, statements) => {
    const events = [JSON.stringify({ type: 'track', properties: { list: [1] } })];
    const settings = { map: { a: 'b' }, list: ['a'] };
    const code = `${CLIMB} ${statements} return [...tops];`;
    expect(await hostile.returned(code, { events, settings })).toEqual(['ours']);
  });

  test('an array of events', async () => {
    const code = `${CLIMB} async function onBatch(events, settings) {
      climb(events); climb(arguments); climb(events[0]); climb(events.map((each) => each)); climb(settings);
      throw new Error([...tops, events.constructor === Array, events instanceof Array].join());
    }`;
    const { outcome } = await hostile.alone(code, { asArray: true });
    expect(outcome).toMatchObject({ message: 'ours,true,true' });
  });
});

test('what is written to every prototype there is, is read by nobody outside', async () => {
  const statements = `const names = ['constructor', 'then', 'toJSON', 'code', 'message', 'kind', 'status', 'id', 'number'];
    for (const each of [Object, Array, Function, String, Number, Promise, Error]) {
      for (const name of names) { try { each.prototype[name] = 'climbed'; } catch {} }
    }`;
  expect(await hostile.amongOthers(statements)).toMatch(/^delivered \w+ delivered$/);
  // In a program beside it, nothing of that is seen.
  expect(
    await hostile.returned('return [{}.kind, [].code, "".status].every((each) => each === undefined);'),
  ).toBe(true);
});
