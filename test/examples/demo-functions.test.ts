import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeEvents } from '../../examples/demo/events.ts';
import { mendFunctions } from '../../examples/demo/mend-functions.ts';
import { DELIVERED } from '../../runtime/contract/outcome.ts';
import { exampleBench, EXAMPLES } from './run-example.ts';

const bench = exampleBench(() => ({}));
let mendedExamples: string;

beforeAll(async () => {
  mendedExamples = await mkdtemp(join(tmpdir(), 'sluice-mended-'));
  await cp(EXAMPLES, mendedExamples, { recursive: true });
  await mendFunctions(mendedExamples);
});

afterAll(() => rm(mendedExamples, { recursive: true, force: true }));

interface Shape {
  readonly properties?: { readonly order_id?: string; readonly total?: number };
  readonly context?: { readonly screen: { readonly height: number } };
}
const events = makeEvents().map(({ event }) => event as Shape);
const orderWithoutTotal = events.find(
  ({ properties }) => properties?.order_id !== undefined && properties.total === undefined,
);
const oddScreen = events.find(({ context }) => (context?.screen.height ?? 0) > 100_000);

describe("the demo's faulty functions", () => {
  test('juniper-billing throws on an order without a total, until it is mended', async () => {
    const [faulty] = await bench.run('demo/functions/juniper-billing.mjs', [orderWithoutTotal]);
    expect(faulty?.outcome).toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining("Cannot read properties of undefined (reading 'toFixed')"),
    });
    const [mended] = await bench.run('demo/functions/juniper-billing.mjs', [orderWithoutTotal], {
      examples: mendedExamples,
    });
    expect(mended?.outcome).toEqual(DELIVERED);
  });

  test('iris-reports runs out of memory on an odd screen, until it is mended', async () => {
    const [faulty] = await bench.run('demo/functions/iris-reports', [oddScreen]);
    expect(faulty?.outcome).toMatchObject({ code: 'memory_limit_exceeded' });
    const [mended] = await bench.run('demo/functions/iris-reports', [oddScreen], {
      examples: mendedExamples,
    });
    expect(mended?.outcome).toEqual(DELIVERED);
  });

  test('hazel-search does not finish while its partner hangs', async () => {
    bench.partner.answer = () => ({ kind: 'hang' });
    const [result] = await bench.run('demo/functions/hazel-search', [events[0]]);
    expect(result?.outcome).toMatchObject({ code: 'gateway_timeout' });
  });
});
