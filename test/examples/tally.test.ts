import { describe, expect, test } from '@jest/globals';
import { expectDeliveries } from '../../examples/demo/expected-deliveries.ts';
import { makeEvents } from '../../examples/demo/events.ts';
import type { ExpectedDelivery } from '../../examples/demo/expected-deliveries.ts';
import { renderTable, toJson } from '../../examples/demo/report.ts';
import type { DeadLetterRow, Evidence } from '../../examples/demo/tally.ts';
import { tally } from '../../examples/demo/tally.ts';

const REDRIVEN_AT = 10_000;

function aLetter(messageId: string): DeadLetterRow {
  const at = '2026-11-24T10:00:00.000Z';
  const reason = { code: 'bad_request', message: 'TypeError: no total' };
  return {
    id: `d-${messageId}`,
    destination: 'Acme',
    messageId,
    ...reason,
    attempts: 1,
    firstAttemptAt: at,
    lastAttemptAt: at,
  };
}

function anExpected(messageId: string, discardCode: string | null = null): ExpectedDelivery {
  return { messageId, destination: 'Acme', discardCode };
}

function someEvidence(
  receipts: Readonly<Record<string, readonly number[]>>,
  more: Partial<Evidence> = {},
): Evidence {
  return {
    sentAt: new Map(['m1', 'm2', 'm3', 'm4'].map((id) => [id, 1_000])),
    receipts: new Map([['Acme', new Map(Object.entries(receipts))]]),
    kept: [],
    leftOver: [],
    redrivenAt: REDRIVEN_AT,
    discarded: new Map(),
    retried: new Map(),
    ...more,
  };
}

describe('tally()', () => {
  test('counts what reached the partner, how long it took, and what came twice', () => {
    const expected = ['m1', 'm2', 'm3', 'm4'].map((id) => anExpected(id));
    const { totals } = tally(
      expected,
      someEvidence({ m1: [1_100], m2: [1_200, 1_900], m3: [1_300], m4: [1_400] }),
    );
    expect(totals).toEqual({
      deliveries: 4,
      delivered: 4,
      discarded: 0,
      deadLettered: 0,
      redriven: 0,
      duplicates: 1,
      lost: 0,
      p50Ms: 200,
      p95Ms: 400,
    });
  });

  test('finds lost what is neither at the partner nor kept', () => {
    const evidence = someEvidence({ m1: [1_100] }, { leftOver: [aLetter('m2')], kept: [aLetter('m2')] });
    const { totals } = tally([anExpected('m1'), anExpected('m2'), anExpected('m3')], evidence);
    expect(totals).toMatchObject({ delivered: 1, deadLettered: 1, redriven: 0, lost: 1 });
  });

  test('counts a dead letter as redriven when its partner has it, and leaves it out of the times', () => {
    const evidence = someEvidence({ m1: [1_100], m2: [REDRIVEN_AT + 500] }, { kept: [aLetter('m2')] });
    const { totals } = tally([anExpected('m1'), anExpected('m2')], evidence);
    expect(totals).toMatchObject({ delivered: 2, deadLettered: 1, redriven: 1, lost: 0, p95Ms: 100 });
  });

  test('finds lost what should have been discarded and is not accounted for', () => {
    const expected = [anExpected('m1', 'filtered'), anExpected('m2', 'filtered')];
    const { totals } = tally(expected, someEvidence({}, { discarded: new Map([['filtered', 1]]) }));
    expect(totals).toMatchObject({ discarded: 1, lost: 1 });
  });
});

describe('expectDeliveries()', () => {
  test('has two deliveries for each of the events but for those that opted out', () => {
    const events = makeEvents();
    const optedOut = events.filter(
      ({ source, event }) => source === 'web' && event.integrations !== undefined,
    );
    expect(events).toHaveLength(2_000);
    expect(new Set(events.map(({ event }) => event.type)).size).toBe(7);
    expect(optedOut.length).toBeGreaterThan(0);
    expect(expectDeliveries(events)).toHaveLength(4_000 - optedOut.length);
  });
});

describe('the report', () => {
  const found = tally(
    [anExpected('m1'), anExpected('m2', 'filtered')],
    someEvidence({ m1: [1_100] }, { discarded: new Map([['filtered', 1]]), retried: new Map([['Acme', 1]]) }),
  );

  test('has a row for each destination and one for all', () => {
    expect(renderTable(found).split('\n')).toEqual([
      'destination  deliveries  delivered  discarded   retried  dead-lettered  p50    p95',
      '───────────  ──────────  ─────────  ──────────  ───────  ─────────────  ─────  ─────',
      'Acme         2           1          1 filtered  1        0              0.1 s  0.1 s',
      '───────────  ──────────  ─────────  ──────────  ───────  ─────────────  ─────  ─────',
      'all          2           1          1           1        0              0.1 s  0.1 s',
    ]);
  });

  test('is numbers alone as JSON', () => {
    expect(toJson(found, 2, 1234.5)).toEqual({
      events: 2,
      deliveries: 2,
      delivered: 1,
      discarded: 1,
      deadLettered: 0,
      redriven: 0,
      duplicates: 0,
      lost: 0,
      durationMs: 1235,
      p95Ms: 100,
    });
  });
});
