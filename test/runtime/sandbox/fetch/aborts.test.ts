import { describe, expect, test } from '@jest/globals';
import { fetchingRunner } from './fetching-runner.ts';

const fetching = fetchingRunner();
const nameOf = (call: string): string =>
  `return await ${call}.then(() => 'answered', (error) => [error.name, error.code]);`;

describe('a request is given up', () => {
  test('before it is made', async () => {
    expect(await fetching.run(nameOf('fetch(url, { signal: AbortSignal.abort() })'))).toEqual([
      'AbortError',
      20,
    ]);
    expect(await fetching.run("await fetch(url, { signal: AbortSignal.abort('why') });")).toEqual({
      code: 'bad_request',
      message: 'why',
    });
    expect(fetching.partner.requests).toEqual([]);
  });

  test('while it waits, and its connection is closed', async () => {
    const { partner } = fetching;
    partner.answer = () => ({ kind: 'hang' });
    const statements = `const controller = new AbortController();
      const answer = fetch(new Request(url, { signal: controller.signal }));
      setTimeout(() => controller.abort(), 20);
      ${nameOf('answer')}`;
    expect(await fetching.run(statements)).toEqual(['AbortError', 20]);
    await partner.until(({ requests, openConnections }) => requests.length === 0 || openConnections === 0);
  });

  test('while it waits for its turn, and is never made', async () => {
    const statements = `const controller = new AbortController();
      const first = Array.from({ length: 10 }, (_, index) => fetch(url + '/' + index));
      const last = fetch(url + '/last', { signal: controller.signal });
      controller.abort();
      const ended = await last.catch((error) => error.name);
      await Promise.all(first);
      return ended;`;
    expect(await fetching.run(statements)).toBe('AbortError');
    expect(fetching.partner.requests.map(({ path }) => path)).not.toContain('/last');
  });

  test('when any of several signals says so', async () => {
    fetching.partner.answer = () => ({ kind: 'hang' });
    const statements = `const signal = AbortSignal.any([new AbortController().signal, AbortSignal.timeout(20)]);
      ${nameOf('fetch(url, { signal })')}`;
    expect(await fetching.run(statements)).toEqual(['TimeoutError', 23]);
  });
});

test('a signal that aborts after the answer changes nothing', async () => {
  fetching.partner.answer = () => ({ body: 'a' });
  const statements = `const controller = new AbortController();
    const answer = await fetch(url, { signal: controller.signal });
    controller.abort();
    return await answer.text();`;
  expect(await fetching.run(statements)).toBe('a');
});

test('a time limit of its own that nobody catches is a network error, and any other abort is not', async () => {
  fetching.partner.answer = () => ({ kind: 'hang' });
  expect(await fetching.run('await fetch(url, { signal: AbortSignal.timeout(20) });')).toEqual({
    code: 'network_error',
    message: 'TimeoutError: The operation was aborted due to timeout',
  });
  const statements = `const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    await fetch(url, { signal: controller.signal });`;
  expect(await fetching.run(statements)).toMatchObject({ code: 'bad_request' });
});

// Each request stayed with its signal: one that a program made at its top gathered all that it ever asked for.
test('one signal serves any number of requests', async () => {
  const statements = `const { signal } = new AbortController();
    const statuses = [];
    for (let index = 0; index < 30; index += 1) statuses.push((await fetch(url, { signal })).status);
    return statuses.filter((status) => status === 200).length;`;
  expect(await fetching.run(statements)).toBe(30);
});
