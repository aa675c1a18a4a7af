import type { Delivery, DeliveryHead, Lane, PastAttempt } from './delivery.ts';
import { LANES } from './delivery.ts';
import { isFailureCode } from './failure-codes.ts';
import { ParseError } from './parse-error.ts';
import { expectArray, expectJson, expectObject, expectString, expectVersion, expectWhole } from './shape.ts';
import { escapeForSqs } from './sqs-text.ts';

/** An SQS request is billed by 64 KB, body and attributes together. */
export const MAX_DELIVERY_MESSAGE_BYTES = 64 * 1024;

/** The one message attribute that Sluice's own messages carry (SQS allows ten). */
export const ATTRIBUTE_NAME = 'sluice';
const ATTRIBUTE_TYPE = 'String';

/** Between a delivery's head and its event. Compact JSON never holds a raw tab or line feed. */
const HEAD_END = '\t';
const LINE_END = '\n';

/** What all deliveries of a message share. */
export interface DeliveryShared {
  readonly lane: Lane;
  readonly destinationId: string;
  /** The attempt that is to be made, counting from 1. */
  readonly attempt: number;
  /** Not to be run before this time, in milliseconds since 1970; `null` for at once. */
  readonly notBefore: number | null;
}

/** Deliveries of one destination that travel together. */
export interface DeliveryMessage extends DeliveryShared {
  readonly deliveries: readonly Delivery[];
}

/** A delivery message as SQS carries it: a line a delivery, and one attribute. */
export interface EncodedMessage {
  readonly body: string;
  readonly attribute: string;
  readonly deliveries: readonly Delivery[];
}

/**
 * Packs deliveries into as few messages as 64 KB each allow, in order.
 * A single delivery always fits: its event has at most 32 KB and its history is bounded.
 */
export function encodeDeliveries(
  shared: DeliveryShared,
  deliveries: readonly Delivery[],
): readonly EncodedMessage[] {
  const attribute = escapeForSqs(JSON.stringify({ v: 1, ...shared }));
  const roomBytes =
    MAX_DELIVERY_MESSAGE_BYTES - Buffer.byteLength(ATTRIBUTE_NAME + ATTRIBUTE_TYPE + attribute);
  const messages: EncodedMessage[] = [];
  let lines: string[] = [];
  let from = 0;
  let usedBytes = 0;
  const close = (to: number): void => {
    if (lines.length === 0) return;
    messages.push({ body: lines.join(LINE_END), attribute, deliveries: deliveries.slice(from, to) });
    [lines, from, usedBytes] = [[], to, 0];
  };
  deliveries.forEach((delivery, index) => {
    const line = encodeLine(delivery);
    const lineBytes = Buffer.byteLength(line) + LINE_END.length;
    if (usedBytes + lineBytes > roomBytes) close(index);
    lines.push(line);
    usedBytes += lineBytes;
  });
  close(deliveries.length);
  return messages;
}

function encodeLine({ eventText, ...head }: Delivery): string {
  return escapeForSqs(JSON.stringify(head)) + HEAD_END + escapeForSqs(eventText);
}

/**
 * Reads a delivery message back; no event is parsed.
 * @throws ParseError when it is none, or of a version that this build doesn't know.
 */
export function parseDeliveryMessage(body: string, attribute: string | undefined): DeliveryMessage {
  if (attribute === undefined) throw new ParseError(ATTRIBUTE_NAME, 'message attribute is missing');
  return {
    ...parseShared(expectObject(expectJson(attribute, ATTRIBUTE_NAME), ATTRIBUTE_NAME)),
    deliveries: body.split(LINE_END).map((line, index) => parseLine(line, `line[${index}]`)),
  };
}

function parseShared(shared: Readonly<Record<string, unknown>>): DeliveryShared {
  expectVersion(shared.v, `${ATTRIBUTE_NAME}.v`);
  const lane = LANES.find((each) => each === shared.lane);
  if (lane === undefined) throw new ParseError(`${ATTRIBUTE_NAME}.lane`, `is not one of ${LANES.join(', ')}`);
  return {
    lane,
    destinationId: expectString(shared.destinationId, `${ATTRIBUTE_NAME}.destinationId`),
    attempt: expectWhole(shared.attempt, `${ATTRIBUTE_NAME}.attempt`, 1),
    notBefore:
      shared.notBefore === null ? null : expectWhole(shared.notBefore, `${ATTRIBUTE_NAME}.notBefore`),
  };
}

function parseLine(line: string, path: string): Delivery {
  const headEnd = line.indexOf(HEAD_END);
  if (headEnd < 0) throw new ParseError(path, 'has no head');
  const head = parseHead(expectObject(expectJson(line.slice(0, headEnd), path), path), path);
  return { ...head, eventText: line.slice(headEnd + HEAD_END.length) };
}

/** Reads what a delivery has of its own. @throws ParseError */
export function parseHead(head: Readonly<Record<string, unknown>>, path: string): DeliveryHead {
  return {
    id: expectString(head.id, `${path}.id`),
    messageId: expectString(head.messageId, `${path}.messageId`),
    sourceId: expectString(head.sourceId, `${path}.sourceId`),
    receivedAt: expectWhole(head.receivedAt, `${path}.receivedAt`),
    firstAttemptAt:
      head.firstAttemptAt === null ? null : expectWhole(head.firstAttemptAt, `${path}.firstAttemptAt`),
    windowExtensionMs: expectWhole(head.windowExtensionMs, `${path}.windowExtensionMs`),
    childDeaths: expectWhole(head.childDeaths, `${path}.childDeaths`),
    history: expectArray(head.history, `${path}.history`).map((past, index) =>
      parsePastAttempt(past, `${path}.history[${index}]`),
    ),
  };
}

function parsePastAttempt(input: unknown, path: string): PastAttempt {
  const past = expectObject(input, path);
  if (!isFailureCode(past.code)) throw new ParseError(`${path}.code`, 'is not a failure code');
  return {
    attempt: expectWhole(past.attempt, `${path}.attempt`),
    at: expectWhole(past.at, `${path}.at`),
    code: past.code,
    message: expectString(past.message, `${path}.message`),
  };
}
