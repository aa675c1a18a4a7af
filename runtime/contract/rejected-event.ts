import { ATTRIBUTE_NAME } from './delivery-message.ts';
import { ParseError } from './parse-error.ts';
import { expectJson, expectObject, expectString, expectVersion, expectWhole } from './shape.ts';
import { escapeForSqs } from './sqs-text.ts';

/** What came in and could not be accepted, with the reason. It is filed, never dropped. */
export interface RejectedEvent {
  readonly v: 1;
  /** The same when the router runs twice for one message. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Action, reason, value: what a producer needs to mend it. */
  readonly reason: string;
  /** The source, where the write key was a known one. */
  readonly sourceId: string | null;
  /** What came in, as text. */
  readonly text: string;
}

/** A rejected event as SQS carries it: the text as the body, all else in the attribute. */
export function encodeRejectedEvent({ text, ...head }: RejectedEvent): {
  readonly body: string;
  readonly attribute: string;
} {
  return { body: text, attribute: escapeForSqs(JSON.stringify(head)) };
}

/** Reads what the router sent to the rejected-events queue. @throws ParseError */
export function parseRejectedEvent(body: string, attribute: string | undefined): RejectedEvent {
  if (attribute === undefined) throw new ParseError(ATTRIBUTE_NAME, 'message attribute is missing');
  const head = expectObject(expectJson(attribute, ATTRIBUTE_NAME), ATTRIBUTE_NAME);
  return {
    v: expectVersion(head.v, `${ATTRIBUTE_NAME}.v`),
    id: expectString(head.id, `${ATTRIBUTE_NAME}.id`),
    receivedAt: expectWhole(head.receivedAt, `${ATTRIBUTE_NAME}.receivedAt`),
    reason: expectString(head.reason, `${ATTRIBUTE_NAME}.reason`),
    sourceId: head.sourceId === null ? null : expectString(head.sourceId, `${ATTRIBUTE_NAME}.sourceId`),
    text: body,
  };
}
