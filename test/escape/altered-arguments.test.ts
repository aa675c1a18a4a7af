import { describe, expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

// Values that a host hands over may be shared by those who get them.
describe('what one event does to its arguments is not seen by the next:', () => {
  test.each([
    [
      'settings',
      'settings.apiKey = "stolen"; settings.map.a = "stolen"; settings.list.push("stolen"); delete settings.kept;',
    ],
    [
      'the prototype of settings',
      'Object.setPrototypeOf(settings, { apiKey: "stolen" }); Object.setPrototypeOf(settings.map, null);',
    ],
    ['settings that are frozen', 'Object.freeze(settings); Object.freeze(settings.map);'],
    [
      'the arguments themselves',
      'arguments[1] = { apiKey: "stolen" }; arguments[0] = null; arguments.length = 0;',
    ],
    ['the event', 'event.type = "identify"; event.messageId = "other"; event.properties = null;'],
  ])('%s', async (_, statements) => {
    const settings = { apiKey: 'key', map: { a: 'b' }, list: ['c'], kept: 'd' };
    const code = `async function onTrack(event, settings) {
      const before = JSON.stringify([settings, Object.isFrozen(settings), event.type]);
      ${statements}
      return before;
    }`;
    await hostile.alone(code, { settings });
    const { recording } = await hostile.alone(code, { settings });
    expect(recording?.returned).toBe(JSON.stringify([settings, false, 'track']));
  });
});

describe('the array of events that onBatch gets is its own:', () => {
  test.each([
    ['emptied', 'events.length = 0;', 'bad_request'],
    ['filled', 'while (events.length < 1e5) events.push(null);', 'bad_request'],
    ['turned around', 'events.reverse();', 'delivered'],
    ['with a prototype of its own', 'Object.setPrototypeOf(events, { map: () => [] });', 'bad_request'],
    ['frozen', 'Object.freeze(events);', 'delivered'],
    [
      'with a length that throws',
      'events = new Proxy(events, { get(target, key) { if (key === "length") throw new Error("no"); return target[key]; } });',
      'bad_request',
    ],
  ])('%s', async (_, statements, ending) => {
    const code = `async function onBatch(events) { ${statements} return events.map(() => ({ status: 200 })); }`;
    expect(endings(await hostile.run(aJob(code, { events: eventsNamed('a', 'b', 'c') })))).toEqual([
      ending,
      ending,
      ending,
    ]);
    expect(
      endings(await hostile.run(aJob('async function onBatch() {}', { events: eventsNamed('a', 'b') }))),
    ).toEqual(['delivered', 'delivered']);
  });
});
