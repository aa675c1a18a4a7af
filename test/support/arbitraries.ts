import * as fc from 'fast-check';
import type { Delivery, PastAttempt } from '../../runtime/contract/delivery.ts';
import type { FailureCode } from '../../runtime/contract/failure-codes.ts';
import { FAILURES } from '../../runtime/contract/failure-codes.ts';

/** Every UTF-16 string there is: lone surrogates, controls, U+FFFE and U+FFFF among them, and more often than by chance. */
export function anyText(maxLength = 40): fc.Arbitrary<string> {
  const unit = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }),
    fc.constantFrom(0, 8, 9, 10, 11, 13, 0x1f, 0x7f, 0x85, 0x2028, 0xd800, 0xdbff, 0xdc00, 0xdfff),
    fc.constantFrom(0xfffd, 0xfffe, 0xffff, 0x22, 0x5c),
  );
  return fc.array(unit, { maxLength }).map((units) => String.fromCharCode(...units));
}

/** Any JSON value, `__proto__` keys among them. */
export function anyJson(): fc.Arbitrary<unknown> {
  const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'v', ''), anyText(8));
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      anyText(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      // Unlike an assignment, `fromEntries` makes "__proto__" a member like any other.
      fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((members) => Object.fromEntries(members)),
    ),
  })).value;
}

export function anyCode(): fc.Arbitrary<FailureCode> {
  return fc.constantFrom(...(Object.keys(FAILURES) as FailureCode[]));
}

export function anyTime(): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 4_102_444_800_000 });
}

function anyPastAttempt(): fc.Arbitrary<PastAttempt> {
  return fc.record({ attempt: fc.nat(), at: anyTime(), code: anyCode(), message: anyText(200) });
}

/** A delivery with any event; its text is what `JSON.stringify` wrote. */
export function anyDelivery(): fc.Arbitrary<Delivery> {
  return fc.record({
    id: fc.uuid(),
    messageId: anyText(256),
    sourceId: fc.uuid(),
    receivedAt: anyTime(),
    firstAttemptAt: fc.option(anyTime()),
    windowExtensionMs: fc.nat(),
    childDeaths: fc.nat(5),
    history: fc.array(anyPastAttempt(), { maxLength: 10 }),
    eventText: anyJson().map((json) => JSON.stringify(json)),
  });
}
