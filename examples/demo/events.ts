import type { EventType } from '../../runtime/contract/event.ts';

/** The events that the demo sends, of all types of the Spec, for its three sources. The same in every run. */

export const SOURCES = [
  { name: 'web', writeKey: 'wk_web' },
  { name: 'mobile', writeKey: 'wk_mobile' },
  { name: 'server', writeKey: 'wk_server' },
] as const;
export type SourceName = (typeof SOURCES)[number]['name'];

const EVENT_COUNT = 2_000;

const ID_PREFIX = 'demo-';

export interface DemoEvent {
  readonly source: SourceName;
  readonly messageId: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/** Mostly tracks, as producers send them. Its length shares no factor with the number of sources. */
const TYPES: readonly EventType[] = [
  'track',
  'page',
  'track',
  'identify',
  'track',
  'screen',
  'track',
  'group',
  'page',
  'track',
  'track',
  'identify',
  'page',
  'track',
  'alias',
  'track',
  'screen',
  'track',
  'delete',
  'track',
];

/** Every so many-th event is an order of "server" that has no total, every so many-th round has screens of an odd size. */
const ODD_ORDER_EVERY = 180;
const ODD_SCREEN_EVERY = 20;
/** Every so many-th event names a destination that it doesn't want to go to. */
const OPTED_OUT_EVERY = 50;

export function makeEvents(): readonly DemoEvent[] {
  return Array.from({ length: EVENT_COUNT }, (_, index) => makeEvent(index));
}

/** The number of the event that has `messageId`, counting from 0. */
export function indexOf(messageId: string): number {
  return Number(messageId.slice(ID_PREFIX.length));
}

function makeEvent(index: number): DemoEvent {
  const { name: source } = SOURCES[index % SOURCES.length] ?? SOURCES[0];
  const type = TYPES[index % TYPES.length] ?? 'track';
  const messageId = `${ID_PREFIX}${String(index).padStart(4, '0')}`;
  const turn = Math.floor(index / (SOURCES.length * TYPES.length));
  return {
    source,
    messageId,
    event: {
      type,
      messageId,
      userId: `user-${index % 97}`,
      ...(index % OPTED_OUT_EVERY === 7 ? { integrations: { 'Cedar Warehouse': false } } : {}),
      ...detailsOf(type, index, turn),
    },
  };
}

function detailsOf(type: EventType, index: number, turn: number): Record<string, unknown> {
  switch (type) {
    case 'track':
      if (index % TYPES.length === 0) return { event: 'Heartbeat', properties: { total: 0 } };
      return { event: 'Order Completed', properties: orderOf(index) };
    case 'identify':
      return { traits: { name: `User ${index % 97}`, email: `user-${index % 97}@example.com`, plan: 'pro' } };
    case 'page':
      return { name: 'Pricing', properties: { url: 'https://shop.example.com/pricing' } };
    case 'screen':
      return { name: 'Basket', context: { screen: screenOf(turn) } };
    case 'group':
      return { groupId: `group-${index % 7}`, traits: { name: `Group ${index % 7}` } };
    case 'alias':
      return { previousId: `anonymous-${index}` };
    case 'delete':
      return {};
  }
}

/** An order, now and then of the kind that has no total. */
function orderOf(index: number): Record<string, unknown> {
  const order = { order_id: `o-${index}`, currency: 'EUR' };
  return index % ODD_ORDER_EVERY === 53 ? order : { ...order, total: (index % 200) + 0.5 };
}

/** A screen, now and then of a size that no screen has. */
function screenOf(turn: number): Record<string, unknown> {
  return turn % ODD_SCREEN_EVERY === 3 ? { width: 20_000, height: 2_000_000 } : { width: 390, height: 844 };
}
