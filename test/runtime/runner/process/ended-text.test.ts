import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Outcome } from '../../../../runtime/contract/outcome.ts';
import { DELIVERED, failed } from '../../../../runtime/contract/outcome.ts';
import { decodeEnded, encodeEnded } from '../../../../runtime/runner/process/ended-text.ts';
import type { Ended } from '../../../../runtime/sandbox/chunk.ts';
import type { Recording } from '../../../../runtime/sandbox/recording.ts';
import { anyCode, anyJson, anyText } from '../../../support/arbitraries.ts';

const anyRecording: fc.Arbitrary<Recording> = fc.record({
  returned: anyJson(),
  logs: fc.array(fc.record({ level: fc.constantFrom('log', 'warn'), message: anyText() }), { maxLength: 2 }),
  requests: fc.array(
    fc.record({
      method: fc.constant('POST'),
      url: anyText(),
      headers: fc.dictionary(fc.constantFrom('x-a', '__proto__'), anyText(4), { noNullPrototype: true }),
      body: fc.option(anyText()),
      status: fc.option(fc.nat(599)),
      durationMs: fc.nat(),
    }),
    { maxLength: 2 },
  ),
});

const anyOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constant(DELIVERED),
  fc
    .tuple(anyCode(), anyText(), fc.option(fc.nat(), { nil: undefined }))
    .map(([code, message, retryAfterMs]) =>
      failed(code, message, retryAfterMs === undefined ? {} : { retryAfterMs }),
    ),
);

const anyEnded: fc.Arbitrary<Ended> = fc.oneof(
  fc.record({ index: fc.nat(400), durationMs: fc.nat(), outcome: fc.constant('again' as const) }),
  fc.record({ index: fc.nat(400), durationMs: fc.nat(), outcome: anyOutcome }),
  fc.record({ index: fc.nat(400), durationMs: fc.nat(), outcome: anyOutcome, recording: anyRecording }),
);

test('decodeEnded() gives back what encodeEnded() was given', () => {
  fc.assert(
    fc.property(fc.array(anyEnded, { maxLength: 5 }), (ended) => {
      expect(decodeEnded(encodeEnded(ended))).toEqual(ended);
    }),
  );
});

test('encodeEnded() writes little for what was delivered, which is nearly all', () => {
  const ended = Array.from({ length: 40 }, (_, index) => ({ index, durationMs: 12.3, outcome: DELIVERED }));
  expect(encodeEnded(ended).length).toBeLessThan(40 * 12);
});
