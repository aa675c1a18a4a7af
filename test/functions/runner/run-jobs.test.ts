import { describe, expect, test } from '@jest/globals';
import { createRunJobs } from '../../../functions/runner/run-jobs.ts';
import { failed } from '../../../runtime/contract/outcome.ts';
import { aProgram } from '../../support/builders.ts';
import { FakeRunner } from '../../support/fake-runner.ts';

const LINK = { hash: 'a'.repeat(64), url: 'https://programs.example/a' };
const REQUEST = {
  v: 1,
  kind: 'run',
  program: LINK,
  destinationId: 'dst_acme',
  settings: { apiKey: 's3cret' },
  events: ['{"messageId":"a"}', '{"messageId":"b"}'],
  leftMs: 20_000,
  alone: true,
  record: false,
  asArray: true,
};

function aRunnerFunction() {
  const runner = new FakeRunner();
  const asked: unknown[] = [];
  const handler = createRunJobs({
    runner,
    getProgram: async (link) => {
      asked.push(link);
      return aProgram();
    },
    clock: { monotonic: () => 5_000 },
  });
  return { runner, handler, asked };
}

describe("the runner's function", () => {
  test('runs what it is asked for, until what is left of the budget is over on its own clock', async () => {
    const { runner, handler, asked } = aRunnerFunction();
    runner.script = ({ messageId }) =>
      messageId === 'a' ? failed('retry', 'RetryError: busy') : { kind: 'delivered' };
    expect(await handler(REQUEST)).toEqual({
      v: 1,
      results: [
        { kind: 'ran', outcome: failed('retry', 'RetryError: busy'), durationMs: 5 },
        { kind: 'ran', outcome: { kind: 'delivered' }, durationMs: 5 },
      ],
    });
    expect(asked).toEqual([LINK]);
    const { v: _, kind: __, leftMs: ___, ...job } = REQUEST;
    expect(runner.jobs).toEqual([{ ...job, program: aProgram(), startBefore: 25_000 }]);
  });

  test('closes what is idle at the end of each invocation, also of one that fails', async () => {
    const { runner, handler } = aRunnerFunction();
    await handler(REQUEST);
    expect(runner.rests).toBe(1);
    runner.failure = new Error("Cannot start the runner's child");
    await expect(handler(REQUEST)).rejects.toThrow("Cannot start the runner's child");
    expect(runner.rests).toBe(2);
  });

  test('answers a ping without any program', async () => {
    const { runner, handler, asked } = aRunnerFunction();
    expect(await handler({ v: 1, kind: 'ping' })).toEqual({ v: 1, results: [] });
    expect([runner.jobs, asked]).toEqual([[], []]);
  });

  test('says of a request that it can not read what is wrong, and not what is in it', async () => {
    const { handler } = aRunnerFunction();
    await expect(handler({ ...REQUEST, events: [{ secret: 's3cret' }] })).rejects.toThrow(
      /^events\[0\]: must be a string, is an object$/,
    );
  });
});
