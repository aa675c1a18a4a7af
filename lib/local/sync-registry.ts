import type { Destination, Source } from '../../runtime/contract/destination.ts';
import type { Registry, SettingsVault } from '../../runtime/stores/ports.ts';
import type { LocalConfig, LocalDestination } from './config.ts';
import { localId } from './local-id.ts';

export interface SyncDeps {
  readonly registry: Registry;
  readonly vault: Pick<SettingsVault, 'seal'>;
}

/** The subscription of a function, as the config names it. */
export function subscriptionOf(functionPath: string): { readonly id: string; readonly name: string } {
  return { id: localId('sub', functionPath), name: functionPath };
}

/**
 * Makes the registry hold what the config says, and nothing else. What vanished from it goes first, since its write key may
 * be another source's now; its deliveries that still wait end as `destination_disabled`.
 * The functions are published by then: a destination without one would fail.
 */
export async function syncRegistry(config: LocalConfig, { registry, vault }: SyncDeps): Promise<void> {
  const sources = config.sources.map(toSource);
  const destinations = await Promise.all(config.destinations.map((each) => toDestination(each, vault)));
  const wantedIds = new Set([...sources, ...destinations].map(({ id }) => id));
  const isGone = ({ id }: { readonly id: string }): boolean => !wantedIds.has(id);
  const present = await registry.listAll();
  await Promise.all([
    ...present.destinations.filter(isGone).map(({ id }) => registry.deleteDestination(id)),
    ...present.sources.filter(isGone).map(({ id }) => registry.deleteSource(id)),
  ]);
  await Promise.all(sources.map((each) => registry.putSource(each)));
  await Promise.all(destinations.map((each) => registry.putDestination(each)));
}

function toSource({ name, writeKey }: LocalConfig['sources'][number]): Source {
  return { v: 1, id: localId('src', name), name, writeKey };
}

async function toDestination(
  { name, source, function: path, settings, enabled, retry }: LocalDestination,
  vault: SyncDeps['vault'],
): Promise<Destination> {
  const id = localId('dst', name);
  return {
    v: 1,
    id,
    name,
    sourceId: localId('src', source),
    subscriptionId: subscriptionOf(path).id,
    enabled,
    sealedSettings: await vault.seal(id, settings),
    retry,
  };
}
