import type { ExpectedDelivery } from './expected-deliveries.ts';
import { percentile } from './percentile.ts';
import { sumOf } from './sum-of.ts';
import type { SentTimes } from './send-events.ts';

/** A dead letter as `sluice dead-letters list --json` prints it. */
export interface DeadLetterRow {
  readonly id: string;
  readonly destination: string;
  readonly messageId: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  readonly firstAttemptAt: string;
  readonly lastAttemptAt: string;
}

/** What partners, stores and the platform's own lines show. Whatever is by destination goes by its name. */
export interface Evidence {
  readonly sentAt: SentTimes;
  /** When each partner accepted which event, by destination and `messageId`; milliseconds since 1970. */
  readonly receipts: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
  /** The dead letters that there were before the redrive. */
  readonly kept: readonly DeadLetterRow[];
  /** Those that there are at the end. */
  readonly leftOver: readonly DeadLetterRow[];
  /** When the redrive began, in milliseconds since 1970. */
  readonly redrivenAt: number;
  /** How many deliveries the platform says it discarded, by code. */
  readonly discarded: ReadonlyMap<string, number>;
  /** How many deliveries were tried more than once, by destination. */
  readonly retried: ReadonlyMap<string, number>;
}

/** How the deliveries of one destination ended. */
export interface TallyRow {
  readonly destination: string;
  readonly deliveries: number;
  readonly delivered: number;
  readonly discarded: ReadonlyMap<string, number>;
  readonly retried: number;
  readonly deadLettered: number;
  readonly redriven: number;
  readonly duplicates: number;
  readonly lost: number;
  /** From SQS to the partner, of what reached it before the redrive. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

export interface Tally {
  readonly rows: readonly TallyRow[];
  readonly totals: Omit<TallyRow, 'destination' | 'discarded' | 'retried'> & { readonly discarded: number };
}

/**
 * Holds what was found against what was sent, delivery by delivery. A delivery is lost when its partner never
 * accepted it and no store keeps it, or when it was to be discarded and the platform doesn't account for it.
 */
export function tally(expected: readonly ExpectedDelivery[], evidence: Evidence): Tally {
  const byDestination = Map.groupBy(expected, ({ destination }) => destination);
  const rows = [...byDestination].map(([name, deliveries]) => tallyDestination(name, deliveries, evidence));
  const unaccounted = countUnaccounted(expected, evidence);
  const sum = (pick: (row: TallyRow) => number): number => sumOf(rows.map((row) => pick(row)));
  const delays = rows.flatMap(({ destination }) => delaysOf(destination, evidence));
  return {
    rows,
    totals: {
      deliveries: expected.length,
      delivered: sum((row) => row.delivered),
      discarded: sum((row) => sumOf([...row.discarded.values()])) - unaccounted,
      deadLettered: sum((row) => row.deadLettered),
      redriven: sum((row) => row.redriven),
      duplicates: sum((row) => row.duplicates),
      lost: sum((row) => row.lost) + unaccounted,
      p50Ms: percentile(delays, 50),
      p95Ms: percentile(delays, 95),
    },
  };
}

function tallyDestination(
  destination: string,
  deliveries: readonly ExpectedDelivery[],
  evidence: Evidence,
): TallyRow {
  const receipts = evidence.receipts.get(destination) ?? new Map<string, readonly number[]>();
  const idsIn = (letters: readonly DeadLetterRow[]): ReadonlySet<string> =>
    new Set(letters.filter((letter) => letter.destination === destination).map(({ messageId }) => messageId));
  const [kept, leftOver] = [idsIn(evidence.kept), idsIn(evidence.leftOver)];
  const wanted = deliveries.filter(({ discardCode }) => discardCode === null);
  const delivered = wanted.filter(({ messageId }) => receipts.has(messageId));
  const delays = delaysOf(destination, evidence);
  return {
    destination,
    deliveries: deliveries.length,
    delivered: delivered.length,
    discarded: countBy(deliveries.flatMap(({ discardCode }) => discardCode ?? [])),
    retried: evidence.retried.get(destination) ?? 0,
    deadLettered: new Set([...kept, ...leftOver]).size,
    redriven: [...kept].filter((id) => isSentAgain(id, receipts, leftOver, evidence)).length,
    duplicates: sumOf([...receipts.values()].map((times) => times.length - 1)),
    lost: wanted.filter(({ messageId }) => !receipts.has(messageId) && !leftOver.has(messageId)).length,
    p50Ms: percentile(delays, 50),
    p95Ms: percentile(delays, 95),
  };
}

/** Whether a dead letter left its store for good: the partner has it now, or it came back from a further attempt. */
function isSentAgain(
  messageId: string,
  receipts: ReadonlyMap<string, readonly number[]>,
  leftOver: ReadonlySet<string>,
  { redrivenAt }: Evidence,
): boolean {
  return !leftOver.has(messageId) || (receipts.get(messageId) ?? []).some((time) => time >= redrivenAt);
}

function delaysOf(destination: string, { receipts, sentAt, redrivenAt }: Evidence): readonly number[] {
  return [...(receipts.get(destination) ?? [])].flatMap(([messageId, [receivedAt]]) => {
    const sent = sentAt.get(messageId);
    if (sent === undefined || receivedAt === undefined || receivedAt >= redrivenAt) return [];
    return receivedAt - sent;
  });
}

/** What should have been discarded and that the platform counted less of. */
function countUnaccounted(expected: readonly ExpectedDelivery[], { discarded }: Evidence): number {
  const shouldBe = countBy(expected.flatMap(({ discardCode }) => discardCode ?? []));
  return sumOf([...shouldBe].map(([code, count]) => Math.max(count - (discarded.get(code) ?? 0), 0)));
}

function countBy(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
