import type { DeadLetterRow, Tally, TallyRow } from './tally.ts';

const HEADINGS = [
  'destination',
  'deliveries',
  'delivered',
  'discarded',
  'retried',
  'dead-lettered',
  'p50',
  'p95',
];
const GAP = '  ';

/** A table by destination, and one line with the sums. */
export function renderTable({ rows, totals }: Tally): string {
  const cells = [
    HEADINGS,
    ...rows.map((row) => cellsOf(row)),
    [
      'all',
      String(totals.deliveries),
      String(totals.delivered),
      String(totals.discarded),
      String(rows.reduce((total, { retried }) => total + retried, 0)),
      String(totals.deadLettered),
      seconds(totals.p50Ms),
      seconds(totals.p95Ms),
    ],
  ];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return [lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1)].join('\n');
}

function cellsOf(row: TallyRow): readonly string[] {
  return [
    row.destination,
    String(row.deliveries),
    String(row.delivered),
    [...row.discarded].map(([code, count]) => `${count} ${code}`).join(', ') || '0',
    String(row.retried),
    String(row.deadLettered),
    seconds(row.p50Ms),
    seconds(row.p95Ms),
  ];
}

export function renderDeadLetter(letter: DeadLetterRow): string {
  const lines = [
    ['event', letter.messageId],
    ['destination', letter.destination],
    ['reason', `${letter.code}: ${letter.message}`],
    ['attempts', `${letter.attempts}, from ${letter.firstAttemptAt} to ${letter.lastAttemptAt}`],
  ];
  return lines.map(([name, value]) => `  ${name?.padEnd(12)}${value}`).join('\n');
}

export function renderResult({ totals }: Tally, events: number, durationMs: number): string {
  const { redriven, deadLettered, duplicates, lost } = totals;
  return [
    `${events} events became ${totals.deliveries} deliveries: ${totals.delivered} reached their partner, ${totals.discarded} were discarded on purpose.`,
    `${redriven} of ${deadLettered} dead letters were redriven. ${duplicates} duplicates, ${lost} lost, in ${seconds(durationMs)}.`,
  ].join('\n');
}

/** The object that `--json` ends with. */
export function toJson({ totals }: Tally, events: number, durationMs: number): Record<string, number> {
  return {
    events,
    deliveries: totals.deliveries,
    delivered: totals.delivered,
    discarded: totals.discarded,
    deadLettered: totals.deadLettered,
    redriven: totals.redriven,
    duplicates: totals.duplicates,
    lost: totals.lost,
    durationMs: Math.round(durationMs),
    p95Ms: totals.p95Ms ?? 0,
  };
}

function seconds(ms: number | null): string {
  return ms === null ? '–' : `${(ms / 1000).toFixed(1)} s`;
}
