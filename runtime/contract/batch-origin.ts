import { ATTRIBUTE_NAME } from './delivery-message.ts';
import { expectJson, expectObject, expectString, expectVersion, expectWhole } from './shape.ts';

/**
 * Where the rest of a large batch comes from. It travels with what the router sends on, so that an event keeps its
 * ids and its time however often its batch is split or received.
 */
export interface BatchOrigin {
  readonly v: 1;
  /** The SQS id of the message that the batch came in with. */
  readonly messageId: string;
  /** Where this message's first event stood in that batch. */
  readonly firstIndex: number;
  /** Milliseconds since 1970, when the batch came in. */
  readonly receivedAt: number;
}

/** Writes it as the value of the message attribute. */
export function encodeBatchOrigin(origin: BatchOrigin): string {
  return JSON.stringify(origin);
}

/** @throws ParseError */
export function parseBatchOrigin(attribute: string): BatchOrigin {
  const origin = expectObject(expectJson(attribute, ATTRIBUTE_NAME), ATTRIBUTE_NAME);
  return {
    v: expectVersion(origin.v, `${ATTRIBUTE_NAME}.v`),
    messageId: expectString(origin.messageId, `${ATTRIBUTE_NAME}.messageId`),
    firstIndex: expectWhole(origin.firstIndex, `${ATTRIBUTE_NAME}.firstIndex`),
    receivedAt: expectWhole(origin.receivedAt, `${ATTRIBUTE_NAME}.receivedAt`),
  };
}
