import type { SourceName } from './events.ts';

/** The demo's six destinations. Retry delays are short by each one's own policy, so that it all ends soon. */
export interface DemoDestination {
  readonly name: string;
  readonly source: SourceName;
  /** Relative to `examples/`. */
  readonly function: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly retry: { readonly firstDelayMs: number; readonly maxDelayMs: number; readonly windowMs: number };
  /** What its partner's server is going to do. */
  readonly trouble: string;
}

/** For partners that come back: long enough that nothing is given up meanwhile. */
const PATIENT = { firstDelayMs: 1_000, maxDelayMs: 4_000, windowMs: 60_000 };
/** For what doesn't mend itself: a second attempt, and then it is kept. */
const HASTY = { firstDelayMs: 1_000, maxDelayMs: 1_000, windowMs: 4_000 };

export const DESTINATIONS: readonly DemoDestination[] = [
  {
    name: 'Acme CRM',
    source: 'web',
    function: 'functions/acme-crm',
    settings: { apiKey: 'acme-demo-key' },
    retry: PATIENT,
    trouble: 'answers 503 with Retry-After at first',
  },
  {
    name: 'Cedar Warehouse',
    source: 'web',
    function: 'functions/cedar-warehouse',
    settings: { token: 'cedar-demo-token', table: 'web' },
    retry: PATIENT,
    trouble: 'is well, and takes batches',
  },
  {
    name: 'Birch Analytics',
    source: 'mobile',
    function: 'functions/birch-analytics',
    settings: { projectToken: 'birch-demo-token', ignoredEvents: ['Heartbeat'] },
    retry: PATIENT,
    trouble: 'refuses connections for a while',
  },
  {
    name: 'Iris Reports',
    source: 'mobile',
    function: 'demo/functions/iris-reports',
    settings: {},
    retry: HASTY,
    trouble: 'has a function that runs out of memory on some events',
  },
  {
    name: 'Juniper Billing',
    source: 'server',
    function: 'demo/functions/juniper-billing.mjs',
    settings: {},
    retry: HASTY,
    trouble: 'has a function that throws on some events',
  },
  {
    name: 'Hazel Search',
    source: 'server',
    function: 'demo/functions/hazel-search',
    settings: {},
    retry: HASTY,
    trouble: 'hangs on some events',
  },
];
