import type { DeadLetter } from '../contract/dead-letter.ts';
import { LANES } from '../contract/delivery.ts';
import { parseHead } from '../contract/delivery-message.ts';
import { isFailureCode } from '../contract/failure-codes.ts';
import { ParseError } from '../contract/parse-error.ts';
import { expectJson, expectObject, expectString, expectVersion, expectWhole } from '../contract/shape.ts';

/** Reads a dead letter's stored form. @throws ParseError when it is none, or of a version that this build doesn't know */
export function parseDeadLetterText(text: string): DeadLetter {
  const letter = expectObject(expectJson(text, 'dead letter'), 'dead letter');
  const delivery = expectObject(letter.delivery, 'delivery');
  const lane = LANES.find((each) => each === letter.lane);
  if (lane === undefined) throw new ParseError('lane', `is not one of ${LANES.join(', ')}`);
  if (!isFailureCode(letter.code)) throw new ParseError('code', 'is not a failure code');
  return {
    v: expectVersion(letter.v, 'v'),
    id: expectString(letter.id, 'id'),
    destinationId: expectString(letter.destinationId, 'destinationId'),
    lane,
    code: letter.code,
    message: expectString(letter.message, 'message'),
    attempts: expectWhole(letter.attempts, 'attempts'),
    gaveUpAt: expectWhole(letter.gaveUpAt, 'gaveUpAt'),
    delivery: {
      ...parseHead(delivery, 'delivery'),
      eventText: expectString(delivery.eventText, 'delivery.eventText'),
    },
  };
}
