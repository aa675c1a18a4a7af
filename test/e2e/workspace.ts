import type { Partner, PartnerRequest } from '../support/partner.ts';
import { TemporaryFolder } from '../lib/cli/temporary-folder.ts';

/** A second attempt at once, and then it is given up. */
export const HASTY = { firstDelayMs: 0, maxDelayMs: 0, maxAttempts: 2 };
/** Nothing is given up while a test runs. */
const PATIENT = { firstDelayMs: 0, maxDelayMs: 1_000, windowMs: 600_000 };

/** Hands each event over as it is. */
export const FORWARD = `
async function onTrack(event, settings) {
  const response = await fetch(settings.endpoint, { method: 'POST', body: JSON.stringify(event) });
  if (response.status >= 500) throw new RetryError('status ' + response.status);
  if (!response.ok) throw new Error('status ' + response.status);
}`;

/** A folder with one function for one partner, and the config that runs it. */
export async function aWorkspace(
  partner: Pick<Partner, 'url' | 'host'>,
  { code = FORWARD, ...more }: { readonly code?: string } & Readonly<Record<string, unknown>> = {},
): Promise<TemporaryFolder> {
  const folder = await TemporaryFolder.make({ 'acme.js': code });
  await folder.write('sluice.local.json', aConfig(partner, [more]));
  return folder;
}

/** A config with a destination for each of `destinations`, which say what is special about it. */
export function aConfig(
  partner: Pick<Partner, 'url' | 'host'>,
  destinations: readonly Readonly<Record<string, unknown>>[],
): object {
  return {
    sources: [{ name: 'web', writeKey: 'wk_web' }],
    destinations: destinations.map((more) => ({
      name: 'Acme CRM',
      source: 'web',
      function: './acme.js',
      settings: { endpoint: partner.url },
      retry: PATIENT,
      ...more,
    })),
    allowPrivateNetwork: [partner.host],
  };
}

/** An event as a producer sends it. */
export function aTrack(messageId: string, more: Readonly<Record<string, unknown>> = {}): object {
  return { writeKey: 'wk_web', type: 'track', event: 'Signed Up', userId: 'u1', messageId, ...more };
}

/** The `messageId` of the event that a request of `FORWARD` brings. */
export function messageIdOf({ body }: PartnerRequest): string {
  return (JSON.parse(body) as { readonly messageId: string }).messageId;
}

/** The events that a partner was handed, each as often as it was. */
export function messageIdsOf({ requests }: Partner): readonly string[] {
  return requests.map(messageIdOf);
}
