import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DynamoRegistry } from '../../../runtime/stores/dynamo-registry.ts';
import { REGISTRY_TABLE } from '../../../runtime/stores/registry-table.ts';
import type { LocalConfig } from '../../../lib/local/config.ts';
import { parseLocalConfig } from '../../../lib/local/config.ts';
import { createTable } from '../../../lib/local/services/create-table.ts';
import { syncRegistry } from '../../../lib/local/sync-registry.ts';
import type { EmbeddedServices } from '../../support/embedded-services.ts';
import { startEmbeddedServices } from '../../support/embedded-services.ts';

let embedded: EmbeddedServices;
beforeAll(async () => {
  embedded = await startEmbeddedServices();
});
afterAll(async () => {
  await embedded[Symbol.asyncDispose]();
});

async function anEmptyRegistry(tableName: string): Promise<DynamoRegistry> {
  await createTable(embedded.dynamodb, tableName, REGISTRY_TABLE);
  return new DynamoRegistry(embedded.dynamodb, tableName);
}

const vault = { seal: async (_: string, settings: object) => JSON.stringify(settings) };

function config(sources: Readonly<Record<string, string>>, destinations: readonly object[]): LocalConfig {
  const result = parseLocalConfig({
    sources: Object.entries(sources).map(([name, writeKey]) => ({ name, writeKey })),
    destinations,
  });
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems));
  return result.config;
}

test('syncRegistry() gives what keeps its name the id that it had', async () => {
  const registry = await anEmptyRegistry('keeps-ids');
  await syncRegistry(config({ web: 'k1' }, [{ name: 'Acme', source: 'web', function: './a' }]), {
    registry,
    vault,
  });
  const before = await registry.listAll();
  const changed = { name: 'Acme', source: 'web', function: './b', settings: { k: 1 }, enabled: false };
  await syncRegistry(config({ app: 'k0', web: 'k2' }, [changed]), { registry, vault });

  const web = await registry.findSource('k2');
  expect(web?.id).toBe(before.sources[0]?.id);
  expect(await registry.findSource('k1')).toBeNull();
  expect(await registry.listDestinations(web?.id ?? '')).toEqual([
    expect.objectContaining({
      id: before.destinations[0]?.id,
      name: 'Acme',
      enabled: false,
      sealedSettings: '{"k":1}',
    }),
  ]);
});

test('syncRegistry() takes away what vanished from the config', async () => {
  const registry = await anEmptyRegistry('takes-away');
  const destination = { name: 'Acme', source: 'web', function: './a' };
  await syncRegistry(config({ web: 'k1', app: 'k2' }, [destination]), { registry, vault });
  await syncRegistry(config({ app: 'k1' }, []), { registry, vault });
  const { sources, destinations } = await registry.listAll();
  expect({ sources: sources.map(({ name }) => name), destinations }).toEqual({
    sources: ['app'],
    destinations: [],
  });
  expect((await registry.findSource('k1'))?.name).toBe('app');
});
