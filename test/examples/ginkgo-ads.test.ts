import { createHash, createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { DELIVERED } from '../../runtime/contract/outcome.ts';
import { exampleBench, exampleEvent } from './run-example.ts';

const SETTINGS = { pixelId: 'px/1', secret: 'ginkgo-secret' };

const bench = exampleBench();

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function outcomeOf(more: Readonly<Record<string, unknown>>): Promise<unknown> {
  const [result] = await bench.run('functions/ginkgo-ads', [await exampleEvent('track', more)], {
    settings: SETTINGS,
  });
  return result?.outcome;
}

test('ginkgo-ads reports an order signed, and hashes who ordered', async () => {
  const properties = { total: 127.5, currency: 'EUR', email: ' Ada@Example.com ' };
  expect(await outcomeOf({ properties })).toEqual(DELIVERED);
  const [request] = bench.partner.requests;
  expect(request?.path).toBe('/pixels/px%2F1/conversions');
  expect(JSON.parse(request?.body ?? '')).toEqual({
    id: 'example-track',
    name: 'purchase',
    at: '2026-11-24T10:01:00.000Z',
    value: { total: 127.5, currency: 'EUR' },
    person: { email: sha256('ada@example.com'), user: sha256('ada') },
  });
  const signature = createHmac('sha256', SETTINGS.secret)
    .update(request?.body ?? '')
    .digest('hex');
  expect(request?.headers['x-ginkgo-signature']).toBe(`sha256=${signature}`);
});

test('ginkgo-ads drops what is no conversion, and rejects what is no order', async () => {
  expect(await outcomeOf({ event: 'toString' })).toMatchObject({ code: 'filtered' });
  expect(await outcomeOf({ properties: { total: '127.5' } })).toMatchObject({
    code: 'message_rejected',
    message: expect.stringContaining('properties.total'),
  });
  expect(bench.partner.requests).toEqual([]);
});
