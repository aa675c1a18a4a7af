import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { failed } from '../../runtime/contract/outcome.ts';
import { DEFAULT_RETRY_POLICY } from '../../runtime/contract/retry-policy.ts';
import { anEvent } from '../support/builders.ts';
import { FakeRunner } from '../support/fake-runner.ts';
import { Pipeline } from '../support/pipeline.ts';

let runner = new FakeRunner();
let pipeline: Pipeline;
beforeEach(async () => {
  runner = new FakeRunner();
  pipeline = await Pipeline.start(runner);
});
afterEach(() => pipeline[Symbol.asyncDispose]());

/** The events that came to a destination, as the isolate would parse them. */
function arrived(destinationName: string): readonly Readonly<Record<string, unknown>>[] {
  return runner.jobs
    .filter((job) => job.destinationId === `dst_${destinationName}`)
    .flatMap((job) => job.events.map((text) => JSON.parse(text) as Record<string, unknown>));
}

describe('the pipeline', () => {
  test('brings an event to each destination of its source', async () => {
    await pipeline.addDestination('acme');
    await pipeline.addDestination('beta');
    await pipeline.send({ writeKey: 'wk_web', ...anEvent() });
    await pipeline.drain();
    expect(arrived('acme')).toEqual([{ ...anEvent(), receivedAt: expect.any(String) }]);
    expect(arrived('beta')).toHaveLength(1);
  });

  test('brings lone surrogates, __proto__ keys and U+FFFF through real queues unchanged', async () => {
    await pipeline.addDestination('acme');
    const text = '{"a":"\\ud800\\udfff\\udc00","b":"\\uffff\\ufffe\\u0000\\u001f","__proto__":{"c":"漢😀"}}';
    await pipeline.send(`{"writeKey":"wk_web","type":"track","properties":${text}}`);
    await pipeline.drain();
    expect(JSON.stringify(arrived('acme')[0]?.['properties'])).toBe(JSON.stringify(JSON.parse(text)));
  });

  test('retries until it is delivered, and counts the attempts', async () => {
    await pipeline.addDestination('acme');
    let left = 3;
    runner.script = () => (left-- > 0 ? failed('retry', 'busy') : { kind: 'delivered' });
    await pipeline.send({ writeKey: 'wk_web', ...anEvent() });
    await pipeline.drain();
    expect(arrived('acme')).toHaveLength(4);
    expect(
      pipeline.lines.filter((each) => each.event === 'attempt-failed').map((each) => each.fields['attempt']),
    ).toEqual([1, 2, 3]);
    expect(await pipeline.deadLetters()).toEqual([]);
  });

  test('files what is given up with its event and every reason', async () => {
    await pipeline.addDestination('acme');
    const outcomes = [failed('network_error', 'refused'), failed('bad_request', 'no such field')];
    runner.script = () => outcomes.shift() ?? { kind: 'delivered' };
    await pipeline.send({ writeKey: 'wk_web', ...anEvent() });
    await pipeline.drain();
    const [letter, ...others] = await pipeline.deadLetters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      destinationId: 'dst_acme',
      code: 'bad_request',
      message: 'no such field',
      attempts: 2,
      delivery: {
        messageId: 'm1',
        history: [
          { attempt: 1, code: 'network_error', message: 'refused' },
          { attempt: 2, code: 'bad_request', message: 'no such field' },
        ],
      },
    });
    expect(JSON.parse(letter?.delivery.eventText ?? '')).toMatchObject(anEvent());
  });

  test('files what it can’t accept, and delivers the events beside it', async () => {
    await pipeline.addDestination('acme');
    await pipeline.send('hello', { writeKey: 'wk_wrong', ...anEvent() });
    await pipeline.send({ writeKey: 'wk_web', batch: [anEvent(), { type: 'nothing' }] });
    await pipeline.drain();
    expect(arrived('acme')).toHaveLength(1);
    const reasons = (await pipeline.rejectedEvents()).map((each) => each.reason);
    expect(reasons.sort()).toEqual([
      expect.stringMatching(/^batch\[1\]\.type: is not one of/),
      'body: is not JSON',
      'writeKey: is of no source',
    ]);
  });

  test('splits a batch of 5,000 and loses none of it', async () => {
    await pipeline.addDestination('acme');
    const batch = Array.from({ length: 5_000 }, (_, n) => ({ type: 'track', n }));
    await pipeline.send({ writeKey: 'wk_web', batch });
    await pipeline.drain();
    const numbers = arrived('acme').map((each) => Number(each['n']));
    expect(numbers.sort((a, b) => a - b)).toEqual(batch.map((each) => each.n));
  });

  test('delivers two events with one messageId twice', async () => {
    await pipeline.addDestination('acme');
    await pipeline.send({ writeKey: 'wk_web', batch: [anEvent(), anEvent()] });
    await pipeline.drain();
    expect(arrived('acme')).toHaveLength(2);
  });

  test.each([
    ['delete', 'Cannot load function: version 1 is not stored any more'],
    ['overwrite', 'Cannot load function: version 1 is broken where it is stored'],
  ] as const)(
    'keeps with its reason what comes for a program after a %s of its object',
    async (how, message) => {
      await pipeline.addDestination('acme', {
        retry: { ...DEFAULT_RETRY_POLICY, firstDelayMs: 0, maxAttempts: 2 },
      });
      await pipeline.addDestination('beta');
      await pipeline.breakProgram('acme', how);
      await pipeline.send({ writeKey: 'wk_web', ...anEvent() });
      await pipeline.drain();
      expect(await pipeline.deadLetters()).toMatchObject([
        { destinationId: 'dst_acme', code: 'invalid_function', message, attempts: 2 },
      ]);
      expect(arrived('beta')).toHaveLength(1);
    },
  );

  test('counts no attempt of a destination whose settings were sealed for another one', async () => {
    await pipeline.addDestination('acme');
    await pipeline.breakSettings('acme');
    await pipeline.send({ writeKey: 'wk_web', ...anEvent() });
    await pipeline.step();
    expect(
      pipeline.lines.filter((each) => each.event === 'attempt-failed').map((each) => each.fields),
    ).toMatchObject([{ code: 'platform_error', disposition: 'postpone', attempt: 1 }]);
  });
});
