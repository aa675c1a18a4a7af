import { setTimeout } from 'node:timers/promises';
import type { SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { ATTRIBUTE_NAME } from '../contract/delivery-message.ts';
import { ATTRIBUTE_TYPE, MAX_REQUEST_BYTES, packRequests, sizeBytes } from './pack-requests.ts';
import type { OutgoingMessage, QueueSender } from './queue-sender.ts';

/** The longest that SQS delays a message. It refuses more, where emulators don't. */
const MAX_DELAY_SECONDS = 900;
/** Of one message, with the requests that the SDK itself tries again counted as one. */
const MAX_TRIES = 3;
/** Before the second try at most, in milliseconds; doubles. Short: a batch waits for it, and its budget runs. */
const FIRST_WAIT_MS = 100;
/** Requests under way for one `send`: enough to hide their latency, too few to be throttled for. */
const MAX_REQUESTS_AT_ONCE = 8;

/** Why SQS did not take some messages: a code, never what they hold. */
export interface SendProblem {
  readonly code: string;
  readonly messages: number;
}

export interface SqsQueueSenderOptions {
  /** Told of each refusal, also of those that a further try makes good. Default: nobody. */
  readonly onProblem?: (problem: SendProblem) => void;
  readonly wait?: (delayMs: number) => Promise<unknown>;
  /** From 0 to 1. */
  readonly random?: () => number;
}

interface Pending {
  readonly index: number;
  readonly message: OutgoingMessage;
}

interface Refusal extends Pending {
  readonly code: string;
  /** Another try may help. */
  readonly retryable: boolean;
}

/** Sends to one SQS queue. */
export class SqsQueueSender implements QueueSender {
  readonly #client: SQSClient;
  readonly #queueUrl: string;
  readonly #options: Required<SqsQueueSenderOptions>;

  constructor(client: SQSClient, queueUrl: string, options: SqsQueueSenderOptions = {}) {
    this.#client = client;
    this.#queueUrl = queueUrl;
    this.#options = { onProblem: () => {}, wait: setTimeout, random: Math.random, ...options };
  }

  async send(messages: readonly OutgoingMessage[]): Promise<readonly OutgoingMessage[]> {
    const all = messages.map((message, index) => ({ index, message }));
    const refused: Refusal[] = all.filter(isTooLong).map((each) => refuse(each, 'MessageTooLong', false));
    this.#report(refused);
    let pending: readonly Pending[] = all.filter((each) => !isTooLong(each));
    for (let tryNumber = 1; pending.length > 0 && tryNumber <= MAX_TRIES; tryNumber += 1) {
      if (tryNumber > 1) {
        await this.#options.wait(this.#options.random() * FIRST_WAIT_MS * 2 ** (tryNumber - 2));
      }
      const refusals = await this.#sendOnce(pending);
      this.#report(refusals);
      refused.push(...refusals.filter(({ retryable }) => !retryable));
      pending = refusals.filter(({ retryable }) => retryable);
    }
    return [...refused, ...pending]
      .sort((left, right) => left.index - right.index)
      .map(({ message }) => message);
  }

  async #sendOnce(pending: readonly Pending[]): Promise<readonly Refusal[]> {
    const refusals: Refusal[] = [];
    // Shared by all lanes: each takes the next request as soon as its last one is answered.
    const requests = packRequests(pending).values();
    const lane = async (): Promise<void> => {
      for (const request of requests) refusals.push(...(await this.#request(request)));
    };
    await Promise.all(Array.from({ length: MAX_REQUESTS_AT_ONCE }, lane));
    return refusals;
  }

  async #request(pending: readonly Pending[]): Promise<readonly Refusal[]> {
    try {
      const { Successful = [], Failed = [] } = await this.#client.send(
        new SendMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries: pending.map(toEntry) }),
      );
      const sent = new Set(Successful.map(({ Id }) => Id));
      const failed = new Map(Failed.map((entry) => [entry.Id, entry]));
      return pending.flatMap((each, position) => {
        if (sent.has(String(position))) return [];
        const failure = failed.get(String(position));
        return [refuse(each, failure?.Code ?? 'NotAnswered', failure?.SenderFault !== true)];
      });
    } catch (error) {
      // Whether SQS took the messages is not known: twice is better than never.
      return pending.map((each) => refuse(each, error instanceof Error ? error.name : 'Unknown', true));
    }
  }

  #report(refusals: readonly Refusal[]): void {
    const counts = new Map<string, number>();
    for (const { code } of refusals) counts.set(code, (counts.get(code) ?? 0) + 1);
    for (const [code, count] of counts) this.#options.onProblem({ code, messages: count });
  }
}

function isTooLong({ message }: Pending): boolean {
  return sizeBytes(message) > MAX_REQUEST_BYTES;
}

function refuse({ index, message }: Pending, code: string, retryable: boolean): Refusal {
  return { index, message, code, retryable };
}

/** Ids tell the entries of one request apart: the position does. */
function toEntry({ message }: Pending, position: number): SendMessageBatchRequestEntry {
  const { body, attribute, groupId, delayMs } = message;
  return {
    Id: String(position),
    MessageBody: body,
    ...(attribute !== undefined && {
      MessageAttributes: { [ATTRIBUTE_NAME]: { DataType: ATTRIBUTE_TYPE, StringValue: attribute } },
    }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(delayMs !== undefined && { DelaySeconds: delaySeconds(delayMs) }),
  };
}

function delaySeconds(delayMs: number): number {
  return Math.min(Math.max(Math.ceil(delayMs / 1000), 0), MAX_DELAY_SECONDS);
}
