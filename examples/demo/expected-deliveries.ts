import { DESTINATIONS } from './destinations.ts';
import type { DemoEvent } from './events.ts';

/** A delivery that follows from what was sent: an event for a destination. */
export interface ExpectedDelivery {
  readonly messageId: string;
  readonly destination: string;
  /** Why its function is going to discard it; `null` when it is to reach the partner. */
  readonly discardCode: string | null;
}

/** The types that each function has a handler for, where it hasn't one for all. */
const HANDLED_TYPES: Readonly<Record<string, readonly string[]>> = {
  'Acme CRM': ['identify', 'track'],
  'Birch Analytics': ['identify', 'track', 'page', 'screen'],
  'Iris Reports': ['screen', 'track'],
  'Juniper Billing': ['identify', 'track'],
  'Hazel Search': ['track', 'page', 'screen', 'group'],
};

/** Works out by itself, without asking Sluice, which deliveries the events have to become. */
export function expectDeliveries(events: readonly DemoEvent[]): readonly ExpectedDelivery[] {
  return events.flatMap(({ source, messageId, event }) =>
    DESTINATIONS.filter(({ name, source: from }) => from === source && isWanted(name, event)).map(
      ({ name }) => ({
        messageId,
        destination: name,
        discardCode: discardCodeOf(name, event),
      }),
    ),
  );
}

function isWanted(destination: string, { integrations }: DemoEvent['event']): boolean {
  return (integrations as Record<string, unknown> | undefined)?.[destination] !== false;
}

function discardCodeOf(destination: string, event: DemoEvent['event']): string | null {
  const handled = HANDLED_TYPES[destination];
  if (handled !== undefined && !handled.includes(String(event.type))) return 'unsupported_event_type';
  if (destination === 'Birch Analytics' && event.event === 'Heartbeat') return 'filtered';
  return null;
}
