import { expectJson, expectObject, expectString, expectNumber } from './shape.ts';

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

/** Reads what the router sent to the rejected-events queue: the reason in the attribute, the text as the body. @throws ParseError */
export function parseRejectedEvent(body: string, attribute: string | undefined): RejectedEvent {
  const head = expectObject(expectJson(attribute ?? '', 'sluice'), 'sluice');
  return {
    v: 1,
    id: expectString(head.id, 'sluice.id'),
    receivedAt: expectNumber(head.receivedAt, 'sluice.receivedAt'),
    reason: expectString(head.reason, 'sluice.reason'),
    sourceId: head.sourceId === null ? null : expectString(head.sourceId, 'sluice.sourceId'),
    text: body,
  };
}
