import { DESTINATIONS } from './destinations.ts';
import { indexOf } from './events.ts';
import type { PartnerAnswer, PartnerRequest } from './partner-server.ts';
import { PartnerServer } from './partner-server.ts';

/** The partners' servers, by the name of their destination. */
export type Partners = ReadonlyMap<string, PartnerServer>;

/** The first requests that Acme CRM has no time for. */
const BUSY_REQUESTS = 60;
const RETRY_AFTER_SECONDS = 2;
/** Every so many-th event leaves Hazel Search hanging. It is a track call of "server". */
const HANGS_EVERY = 240;
const HANGS_AT = 17;

const ACCEPT: PartnerAnswer = { kind: 'accept' };

/** Starts a server for every destination, with its faults switched on. */
export async function startPartners(stack: AsyncDisposableStack): Promise<Partners> {
  const servers = DESTINATIONS.map(async ({ name }) => {
    const server = stack.use(await PartnerServer.start(FAULTS[name] ?? (() => ACCEPT)));
    return [name, server] as const;
  });
  const partners = new Map(await Promise.all(servers));
  await partnerOf(partners, 'Birch Analytics').close();
  return partners;
}

/** Birch Analytics is back. */
export async function endOutage(partners: Partners): Promise<void> {
  await partnerOf(partners, 'Birch Analytics').open();
}

/** Hazel Search answers everything from now on. */
export function mendHanging(partners: Partners): void {
  partnerOf(partners, 'Hazel Search').answer = () => ACCEPT;
}

const FAULTS: Readonly<Record<string, (request: PartnerRequest) => PartnerAnswer>> = {
  'Acme CRM': ({ number }) =>
    number <= BUSY_REQUESTS ? { kind: 'busy', retryAfterSeconds: RETRY_AFTER_SECONDS } : ACCEPT,
  'Hazel Search': ({ messageIds }) =>
    messageIds.some((id) => indexOf(id) % HANGS_EVERY === HANGS_AT) ? { kind: 'hang' } : ACCEPT,
};

function partnerOf(partners: Partners, name: string): PartnerServer {
  const server = partners.get(name);
  if (server === undefined) throw new Error(`Cannot find the partner "${name}"`);
  return server;
}
