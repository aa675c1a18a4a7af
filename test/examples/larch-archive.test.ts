import { expect, test } from '@jest/globals';
import { DELIVERED } from '../../runtime/contract/outcome.ts';
import { exampleBench, exampleEvent } from './run-example.ts';

const SETTINGS = { apiKey: 'larch-key' };

const bench = exampleBench(() => ({ status: 201 }));

async function outcomes(): Promise<readonly unknown[]> {
  const events = await Promise.all(
    (['identify', 'track', 'page'] as const).map((name) => exampleEvent(name)),
  );
  const results = await bench.run('functions/larch-archive', events, { settings: SETTINGS });
  return results.map(({ outcome }) => outcome);
}

test('larch-archive uploads a batch as one file of a form', async () => {
  expect(await outcomes()).toEqual([DELIVERED, DELIVERED, DELIVERED]);
  const [request, ...others] = bench.partner.requests;
  expect(others).toEqual([]);
  // Read back by what browsers' forms are read with, which knows nothing of how it was written.
  const form = await new Response(request?.body, {
    headers: { 'content-type': request?.headers['content-type'] ?? '' },
  }).formData();
  expect([form.get('folder'), form.get('count')]).toEqual(['events', '3']);
  const file = form.get('file') as File;
  expect([file.name, file.type]).toEqual(['example-identify.ndjson', 'application/x-ndjson']);
  const lines = (await file.text()).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
    'identify',
    'track',
    'page',
  ]);
});

test.each([
  ['seconds', '30', 30_000],
  ['nothing', '', undefined],
  ['nonsense', 'soon', undefined],
  ['a date that is over', 'Wed, 21 Oct 2015 07:28:00 GMT', undefined],
])('larch-archive waits as long as %s say', async (_, retryAfter, retryAfterMs) => {
  bench.partner.answer = () => ({ status: 429, headers: { 'retry-after': retryAfter } });
  const waits = (await outcomes()) as readonly { code: string; retryAfterMs?: number }[];
  expect(waits.map((each) => [each.code, each.retryAfterMs])).toEqual(
    Array.from({ length: 3 }, () => ['retry', retryAfterMs]),
  );
});

test('larch-archive waits until a date that is yet to come', async () => {
  const until = new Date(Date.now() + 600_000).toUTCString();
  bench.partner.answer = () => ({ status: 503, headers: { 'retry-after': until } });
  const [first] = (await outcomes()) as readonly { retryAfterMs?: number }[];
  expect(first?.retryAfterMs).toBeGreaterThan(0);
  expect(first?.retryAfterMs).toBeLessThanOrEqual(600_000);
});

test('larch-archive reaches nobody but the hosts of its list', async () => {
  const results = await bench.run('functions/larch-archive', [await exampleEvent('track')], {
    settings: { ...SETTINGS, endpoint: 'https://elsewhere.example' },
  });
  expect(results[0]?.outcome).toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining('elsewhere.example'),
  });
});
