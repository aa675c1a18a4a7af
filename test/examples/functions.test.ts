import { describe, expect, test } from '@jest/globals';
import { DELIVERED } from '../../runtime/contract/outcome.ts';
import { exampleBench, exampleEvent } from './run-example.ts';

const bench = exampleBench();

describe('acme-crm', () => {
  const settings = { apiKey: 'acme-key' };

  test('keeps contacts and activities, under its key', async () => {
    const events = [await exampleEvent('identify'), await exampleEvent('track')];
    const results = await bench.run('functions/acme-crm', events, { settings });
    expect(results.map(({ outcome }) => outcome)).toEqual([DELIVERED, DELIVERED]);
    expect(bench.partner.requests.map(({ path }) => path).sort()).toEqual(['/activities', '/contacts']);
    const contact = bench.partner.requests.find(({ path }) => path === '/contacts');
    expect(contact?.headers).toMatchObject({
      authorization: 'Bearer acme-key',
      'idempotency-key': 'example-identify',
    });
    expect(JSON.parse(contact?.body ?? '')).toEqual({
      id: 'ada',
      email: 'ada@example.com',
      name: 'Ada Lovelace',
      plan: 'pro',
    });
  });

  test('asks to have an event again when the partner is busy', async () => {
    bench.partner.answer = () => ({ status: 503, headers: { 'retry-after': '2' } });
    const [result] = await bench.run('functions/acme-crm', [await exampleEvent('track')], { settings });
    expect(result?.outcome).toMatchObject({
      code: 'retry',
      message: expect.stringContaining('Acme CRM answered 503'),
      retryAfterMs: 2_000,
    });
  });

  test('fails for good when the partner refuses', async () => {
    bench.partner.answer = () => ({ status: 400, body: 'no such field' });
    const [result] = await bench.run('functions/acme-crm', [await exampleEvent('track')], { settings });
    expect(result?.outcome).toMatchObject({ code: 'bad_request' });
  });

  test('is not run without its key', async () => {
    const [result] = await bench.run('functions/acme-crm', [await exampleEvent('track')]);
    expect(result?.outcome).toMatchObject({ code: 'invalid_settings' });
  });
});

describe('birch-analytics', () => {
  const settings = {
    projectToken: 'birch-token',
    ignoredEvents: ['Heartbeat'],
    propertyNames: { order_id: 'order' },
  };

  test('counts tracks, pages, screens and people', async () => {
    const events = await Promise.all(
      (['track', 'page', 'screen', 'identify'] as const).map((name) => exampleEvent(name)),
    );
    const results = await bench.run('functions/birch-analytics', events, { settings });
    expect(results.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 4 }, () => DELIVERED));
    expect(new Set(bench.partner.requests.map(({ path }) => path))).toEqual(new Set(['/v2/measurements']));
    const measurements = bench.partner.requests.map(({ body }) => JSON.parse(body) as { name: string });
    expect(measurements.map(({ name }) => name).sort()).toEqual([
      '$identify',
      'Order Completed',
      'Viewed Basket',
      'Viewed Pricing',
    ]);
    expect(measurements.find(({ name }) => name === 'Order Completed')).toMatchObject({
      id: 'example-track',
      person: 'ada',
      properties: { order: '50314b8e', total: 127.5 },
    });
  });

  test('drops what its customer leaves out, and rejects who is nobody', async () => {
    const heartbeat = await exampleEvent('track', { event: 'Heartbeat' });
    const nobody = await exampleEvent('track', { userId: undefined });
    const results = await bench.run('functions/birch-analytics', [heartbeat, nobody], { settings });
    expect(results.map(({ outcome }) => outcome)).toMatchObject([
      { code: 'filtered' },
      { code: 'message_rejected' },
    ]);
    expect(bench.partner.requests).toEqual([]);
  });
});

describe('cedar-warehouse', () => {
  const settings = { token: 'cedar-token', table: 'web' };

  test('loads a batch at once and tells each event how it went', async () => {
    bench.partner.answer = () => ({
      body: JSON.stringify({
        failed: [
          { row: 1, status: 400, reason: 'no such column' },
          { row: 2, status: 503, reason: 'shard is full' },
        ],
      }),
    });
    const events = await Promise.all((['track', 'page', 'group'] as const).map((name) => exampleEvent(name)));
    const results = await bench.run('functions/cedar-warehouse', events, { settings });
    expect(results.map(({ outcome }) => outcome)).toMatchObject([
      DELIVERED,
      { code: 'bad_request' },
      { code: 'retry' },
    ]);
    expect(bench.partner.requests.map(({ path }) => path)).toEqual(['/tables/web/rows']);
  });

  test('has all events sent again when the partner is down', async () => {
    bench.partner.answer = () => ({ status: 503 });
    const events = [await exampleEvent('track'), await exampleEvent('delete')];
    const results = await bench.run('functions/cedar-warehouse', events, { settings });
    expect(results.map(({ outcome }) => outcome)).toMatchObject([{ code: 'retry' }, { code: 'retry' }]);
  });
});

describe('dune-mail', () => {
  const settings = { apiKey: 'dune-key', doubleOptIn: true };

  test('writes to people whose address it knows', async () => {
    const events = await Promise.all(
      (['identify', 'group', 'track'] as const).map((name) => exampleEvent(name)),
    );
    const results = await bench.run('functions/dune-mail', events, { settings });
    expect(results.map(({ outcome }) => outcome)).toEqual([DELIVERED, DELIVERED, DELIVERED]);
    expect(bench.partner.requests.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'POST /letters',
      'PUT /lists/analytical-society/ada%40example.com',
      'PUT /people/ada%40example.com',
    ]);
  });

  test('drops who has no address, and rejects what is none', async () => {
    const events = [
      await exampleEvent('identify', { traits: {} }),
      await exampleEvent('identify', { traits: { email: 'ada' } }),
      await exampleEvent('page'),
    ];
    const results = await bench.run('functions/dune-mail', events, { settings });
    expect(results.map(({ outcome }) => outcome)).toMatchObject([
      { code: 'filtered' },
      { code: 'message_rejected' },
      { code: 'unsupported_event_type' },
    ]);
  });
});

describe('elm-alerts', () => {
  test('tells of large orders as a form, and drops the others', async () => {
    const small = await exampleEvent('track', { properties: { total: 5 } });
    const other = await exampleEvent('track', { event: 'Signed Up' });
    const odd = await exampleEvent('track', { properties: { total: '127' } });
    const events = [await exampleEvent('track'), small, other, odd];
    const results = await bench.run('functions/elm-alerts.js', events, { settings: { minimum: '100' } });
    expect(results.map(({ outcome }) => outcome)).toMatchObject([
      DELIVERED,
      { code: 'filtered' },
      { code: 'filtered' },
      { code: 'message_rejected' },
    ]);
    const [request] = bench.partner.requests;
    expect(request?.headers['content-type']).toContain('application/x-www-form-urlencoded');
    expect(new URLSearchParams(request?.body).get('text')).toBe('Order 50314b8e: 127.50 EUR');
  });
});

describe('fern-directory', () => {
  test('passes groups, aliases and deletions on, by a default export', async () => {
    const events = await Promise.all(
      (['group', 'alias', 'delete'] as const).map((name) => exampleEvent(name)),
    );
    const nameless = await exampleEvent('group', { groupId: '' });
    const results = await bench.run('functions/fern-directory.mjs', [...events, nameless], {
      settings: { apiKey: 'fern-key' },
    });
    expect(results.map(({ outcome }) => outcome)).toMatchObject([
      DELIVERED,
      DELIVERED,
      DELIVERED,
      { code: 'message_rejected' },
    ]);
    expect(bench.partner.requests.map(({ path }) => path).sort()).toEqual([
      '/memberships',
      '/names',
      '/removals',
    ]);
  });
});
