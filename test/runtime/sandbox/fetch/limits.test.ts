import { describe, expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed } from '../../runner/a-job.ts';
import { fetchingRunner } from './fetching-runner.ts';

const fetching = fetchingRunner();
const MIB = 1024 * 1024;

describe('an event may make', () => {
  test('fifty requests, and is told of one more', async () => {
    const statements = `const all = [];
      for (let index = 0; index < 51; index += 1) all.push(await fetch(url).then(({ status }) => status, (error) => error.message));
      return [all.filter((each) => each === 200).length, all.at(-1)];`;
    expect(await fetching.run(statements)).toEqual([50, 'Cannot fetch: the limit is 50 requests an event']);
    expect(fetching.partner.requests).toHaveLength(50);
    const uncaught = 'for (let index = 0; index < 51; index += 1) await fetch(url);';
    expect(await fetching.run(uncaught)).toMatchObject({ code: 'bad_request' });
  });

  test('ten at once; the others wait their turn', async () => {
    const { partner } = fetching;
    let atOnce = 0;
    let most = 0;
    partner.answer = async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      // Until as many are here as will come, or all that remain.
      await partner.until(() => atOnce === 10 || partner.requests.length === 30);
      atOnce -= 1;
      return {};
    };
    const statements = 'return (await Promise.all(Array.from({ length: 30 }, () => fetch(url)))).length;';
    expect(await fetching.run(statements)).toBe(30);
    expect(most).toBeLessThanOrEqual(10);
    expect(partner.requests).toHaveLength(30);
  });

  test('again as many in its next attempt', async () => {
    const code = `async function onTrack() { for (let index = 0; index < 50; index += 1) await fetch('${fetching.partner.url}'); }`;
    const job = aJob(code, { record: true });
    for (let round = 0; round < 2; round += 1)
      expect(endings(await fetching.runner.run(job))).toEqual(['delivered']);
  });
});

describe('a request has a body of', () => {
  const send = (size: number, body: string): string =>
    `const size = ${size}; const answer = await fetch(url, { method: 'POST', body: ${body} }); return answer.status;`;

  test.each([
    ['text', "'x'.repeat(size)"],
    ['text of two bytes each', "'é'.repeat(size / 2)"],
    ['bytes', 'new Uint8Array(size)'],
    ['a blob', 'new Blob([new Uint8Array(size)])'],
  ])('1 MiB of %s at most', async (_, body) => {
    expect(await fetching.run(send(MIB, body))).toBe(200);
    expect(await fetching.run(send(MIB + 2, body))).toEqual({
      code: 'bad_request',
      message: `TypeError: Cannot fetch: the body is ${MIB + 2} bytes, the limit is ${MIB}`,
    });
    expect(fetching.partner.requests).toHaveLength(1);
  });
});

describe('an answer has a body of', () => {
  test('5 MiB at most', async () => {
    const statements = 'return (await (await fetch(url)).bytes()).length;';
    fetching.partner.answer = () => ({ body: new Uint8Array(5 * MIB) });
    expect(await fetching.run(statements)).toBe(5 * MIB);
    fetching.partner.answer = () => ({ body: new Uint8Array(5 * MIB + 1) });
    expect(await fetching.run(statements)).toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('larger than 5242880 bytes'),
    });
  });
});

describe('what fails is', () => {
  test.each([
    ['refused', async () => fetching.partner.refuse()],
    ['reset', async () => void (fetching.partner.answer = () => ({ kind: 'reset' }))],
    [
      'broken off half-way',
      async () => void (fetching.partner.answer = () => ({ kind: 'reset', when: 'half-way' })),
    ],
  ])('retried where a connection is %s and nobody catches it', async (_, fail) => {
    await fail();
    expect(await fetching.run('await fetch(url);')).toMatchObject({ code: 'network_error' });
    expect(await fetching.run('return fetch(url);')).toMatchObject({ code: 'network_error' });
    expect(await fetching.run('try { await fetch(url); } catch (error) { return error.name; }')).toBe(
      'TypeError',
    );
    expect(await fetching.run('try { await fetch(url); } catch (error) { throw new Error("no"); }')).toEqual({
      code: 'bad_request',
      message: 'no',
    });
    expect(await fetching.run('try { await fetch(url); } catch (error) { throw error; }')).toMatchObject({
      code: 'network_error',
    });
  });

  test('not retried where the list of hosts forbids it', async () => {
    const manifest = { egress: ['api.acme.example'] };
    expect(await fetching.run('await fetch(url);', { manifest })).toMatchObject({
      code: 'bad_request',
      message: expect.stringMatching(
        /^TypeError: Cannot fetch .*: 127\.0\.0\.1:\d+ is not in the function's egress list$/,
      ),
    });
    expect(fetching.partner.requests).toEqual([]);
  });

  test('no error at all where the answer says that something is wrong', async () => {
    fetching.partner.answer = () => ({ status: 500 });
    expect(await fetching.run('return (await fetch(url)).ok;')).toBe(false);
  });
});

test('requests one after the other share a connection', async () => {
  const { partner, runner } = fetching;
  const code = `async function onTrack() { await (await fetch('${partner.url}')).text(); }`;
  const events = eventsNamed('a', 'b', 'c');
  expect(endings(await runner.run(aJob(code, { events, record: true })))).toEqual([
    'delivered',
    'delivered',
    'delivered',
  ]);
  expect([partner.requests.length, partner.connections]).toEqual([3, 1]);
});
