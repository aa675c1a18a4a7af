import { describe, expect, test } from '@jest/globals';
import { array, assert, integer, property, string } from 'fast-check';
import { MAX_PART_BYTES, MAX_PART_EVENTS } from '../../../../runtime/runner/function/payload-limits.ts';
import type { Part } from '../../../../runtime/runner/function/split-job.ts';
import { splitJob, splitPart } from '../../../../runtime/runner/function/split-job.ts';
import { aProgram } from '../../../support/builders.ts';

function split(events: readonly string[], maxCount = 20): readonly Part[] {
  const { manifest, ...program } = aProgram();
  return splitJob({ events, program: { ...program, manifest: { ...manifest, batch: { maxCount } } } });
}

const sizesOf = (parts: readonly Part[]): readonly number[] => parts.map(({ indexes }) => indexes.length);

describe('splitJob()', () => {
  test('leaves a small job whole', () => {
    expect(split(['{"a":1}', '{"b":2}'])).toEqual([
      { indexes: [0, 1], quotedEvents: ['"{\\"a\\":1}"', '"{\\"b\\":2}"'] },
    ]);
  });

  test('makes no part of a job without events', () => {
    expect(split([])).toEqual([]);
  });

  test('counts what JSON escapes, and what UTF-8 takes', () => {
    // Of a control character JSON makes six bytes; of this one UTF-8 makes three.
    for (const [character, bytes] of [
      ['\u0001', 6],
      ['€', 3],
    ] as const) {
      const event = character.repeat(32 * 1024);
      const perPart = Math.floor(MAX_PART_BYTES / (event.length * bytes + 3));
      expect(sizesOf(split(Array.from({ length: perPart + 1 }, () => event)))).toEqual([perPart, 1]);
    }
  });

  test('ends a full part with a whole batch, whatever its length', () => {
    const events = Array.from({ length: 900 }, () => '{}');
    expect(sizesOf(split(events, 20))).toEqual([500, 400]);
    expect(sizesOf(split(events, 400))).toEqual([400, 400, 100]);
    expect(sizesOf(split(events, 300))).toEqual([300, 300, 300]);
  });

  test('loses none, changes none, and keeps the order and the limits', () => {
    const events = array(string({ unit: 'binary', maxLength: 40 }), { maxLength: 1_200, size: 'max' });
    assert(
      property(events, integer({ min: 1, max: 400 }), (given, maxCount) => {
        const parts = split(given, maxCount);
        const texts = parts.flatMap((part) =>
          part.quotedEvents.map((quoted) => JSON.parse(quoted) as string),
        );
        expect(texts).toEqual(given);
        expect(parts.flatMap(({ indexes }) => indexes)).toEqual([...given.keys()]);
        for (const { quotedEvents } of parts) {
          expect(quotedEvents.length).toBeLessThanOrEqual(MAX_PART_EVENTS);
          expect(Buffer.byteLength(quotedEvents.join(','))).toBeLessThanOrEqual(MAX_PART_BYTES);
        }
      }),
      { numRuns: 30 },
    );
  });
});

test('splitPart() gives each event a part of its own', () => {
  expect(splitPart({ indexes: [3, 5], quotedEvents: ['"a"', '"b"'] })).toEqual([
    { indexes: [3], quotedEvents: ['"a"'] },
    { indexes: [5], quotedEvents: ['"b"'] },
  ]);
});
