import { expect, test } from '@jest/globals';
import { DELIVERED } from '../../runtime/contract/outcome.ts';
import { exampleBench, exampleEvent } from './run-example.ts';

const PRODUCTS = [{ price: 12.5, quantity: 2 }, { price: 5.25 }];

const bench = exampleBench();

async function outcomesOf(...events: readonly unknown[]): Promise<readonly unknown[]> {
  const results = await bench.run('functions/maple-loyalty.js', events, {
    settings: { apiKey: 'maple-key' },
  });
  return results.map(({ outcome }) => outcome);
}

test('maple-loyalty runs as it was written for Segment, with lodash and moment', async () => {
  const order = await exampleEvent('track', { properties: { products: PRODUCTS } });
  expect(await outcomesOf(order)).toEqual([DELIVERED]);
  const [request] = bench.partner.requests;
  expect(request?.headers.authorization).toBe(`Basic ${btoa('maple-key:')}`);
  expect(JSON.parse(request?.body ?? '')).toEqual({
    userId: 'ada',
    messageId: 'example-track',
    points: 61,
    expires: '2027-11-30',
  });
});

test("maple-loyalty ends attempts by Segment's error classes", async () => {
  const order = await exampleEvent('track', { properties: { products: PRODUCTS } });
  const others = [await exampleEvent('track'), await exampleEvent('identify'), await exampleEvent('page')];
  expect(await outcomesOf(...others)).toMatchObject([
    { code: 'message_rejected', message: 'InvalidEventPayload: products are required' },
    { code: 'unsupported_event_type', message: 'EventNotSupported: identify is not supported' },
    { code: 'unsupported_event_type', message: 'page not supported' },
  ]);
  for (const [status, code] of [
    [400, 'message_rejected'],
    [429, 'retry'],
    [503, 'retry'],
  ] as const) {
    bench.partner.answer = () => ({ status, body: 'no' });
    expect(await outcomesOf(order)).toMatchObject([{ code }]);
  }
});
