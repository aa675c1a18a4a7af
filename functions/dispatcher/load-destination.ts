import type { Destination, Settings } from '../../runtime/contract/destination.ts';
import type { Failed } from '../../runtime/contract/outcome.ts';
import { failed } from '../../runtime/contract/outcome.ts';
import type { Program } from '../../runtime/contract/program.ts';
import { BrokenError } from '../../runtime/stores/broken-error.ts';
import type { ProgramStore, Registry, SettingsVault } from '../../runtime/stores/ports.ts';

export interface LoadDeps {
  readonly registry: Pick<Registry, 'getDestination' | 'getSubscription'>;
  readonly programs: Pick<ProgramStore, 'get'>;
  readonly vault: Pick<SettingsVault, 'open'>;
}

export type Loaded =
  /** Deleted, or disabled by its customer. */
  | { readonly kind: 'gone' }
  /** Each attempt fails alike before it begins. */
  | { readonly kind: 'unusable'; readonly destination: Destination; readonly outcome: Failed }
  | LoadedDestination;

export interface LoadedDestination {
  readonly kind: 'ready';
  readonly destination: Destination;
  readonly program: Program;
  readonly settings: Settings;
}

/**
 * Loads what a destination's deliveries run with: the version that is live now, and the settings.
 * @throws what a service that can't be reached threw: nothing of it is the destination's fault.
 */
export async function loadDestination(destinationId: string, deps: LoadDeps): Promise<Loaded> {
  const destination = await deps.registry.getDestination(destinationId);
  if (destination === null || !destination.enabled) return { kind: 'gone' };
  const [program, settings] = await Promise.all([
    loadProgram(destination, deps),
    openSettings(destination, deps),
  ]);
  if ('outcome' in settings) return { kind: 'unusable', destination, ...settings };
  if ('outcome' in program) return { kind: 'unusable', destination, ...program };
  return { kind: 'ready', destination, ...program, ...settings };
}

async function loadProgram(
  { subscriptionId }: Destination,
  { registry, programs }: LoadDeps,
): Promise<{ readonly program: Program } | { readonly outcome: Failed }> {
  const subscription = await registry.getSubscription(subscriptionId);
  if (subscription === null) return unusable('invalid_function', 'Cannot load function: none is published');
  const version = `version ${subscription.live.number}`;
  try {
    const program = await programs.get(subscription.live.programHash);
    if (program !== null) return { program };
  } catch (error) {
    if (!(error instanceof BrokenError)) throw error;
    return unusable('invalid_function', `Cannot load function: ${version} is broken where it is stored`);
  }
  return unusable('invalid_function', `Cannot load function: ${version} is not stored any more`);
}

async function openSettings(
  { id, sealedSettings }: Destination,
  { vault }: LoadDeps,
): Promise<{ readonly settings: Settings } | { readonly outcome: Failed }> {
  try {
    return { settings: await vault.open(id, sealedSettings) };
  } catch (error) {
    if (!(error instanceof BrokenError)) throw error;
    return unusable('platform_error', 'Cannot open settings: they are not as they were sealed');
  }
}

function unusable(code: Failed['code'], message: string): { readonly outcome: Failed } {
  return { outcome: failed(code, message) };
}
