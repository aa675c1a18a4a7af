import { setTimeout as wait } from 'node:timers/promises';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import type { Log } from '../../functions/log.ts';
import { errorFields } from '../../functions/log.ts';
import type { QueueStage } from '../../functions/stage.ts';
import { failedMessageIds } from './failed-message-ids.ts';
import type { RecordOrigin } from './lambda-record.ts';
import { toLambdaRecord } from './lambda-record.ts';
import { MAX_REQUEST_ENTRIES, PolledQueue } from './polled-queue.ts';

export interface PollerOptions extends RecordOrigin {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly stage: QueueStage;
  readonly log: Log;
  /** Messages that the stage gets at once at most. Default: 10. */
  readonly batchSize?: number;
  /** How long messages are collected for, from the first one, in milliseconds. Default: 0. */
  readonly windowMs?: number;
  /** How often the stage runs side by side at most. Default: 2. */
  readonly concurrency?: number;
  /**
   * How long a message stays hidden, in whole seconds; while its stage works it is hidden anew. Short, so that what
   * a crash left under way goes on soon. Default: 20.
   */
  readonly visibilitySeconds?: number;
  /** What the stage may take, in milliseconds; then its messages count as failed. Default: 100,000. */
  readonly functionTimeoutMs?: number;
}

/** Less than the client's request timeout, or an empty queue would look like a broken one. */
const MAX_POLL_SECONDS = 3;
/** After a request that failed, in milliseconds. */
const BROKEN_WAIT_MS = 1_000;

/**
 * Takes messages from a queue to a stage as Lambda's SQS event source mapping does: in batches, some side by side,
 * with partial batch responses. A message is deleted when the stage doesn't name it as failed.
 */
export class Poller {
  readonly #options: Required<PollerOptions>;
  readonly #queue: PolledQueue;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #loop: Promise<void> | null = null;

  constructor(options: PollerOptions) {
    this.#options = {
      batchSize: 10,
      windowMs: 0,
      concurrency: 2,
      visibilitySeconds: 20,
      functionTimeoutMs: 100_000,
      ...options,
    };
    this.#queue = new PolledQueue(this.#options);
  }

  start(): void {
    this.#loop ??= this.#poll();
  }

  /**
   * One step: receives a batch, and runs the stage for it until its messages are settled.
   * @returns how many messages there were
   */
  async tick(): Promise<number> {
    const messages = await this.#collect();
    if (messages.length > 0) await this.#handle(messages);
    return messages.length;
  }

  /**
   * Receives no more, and waits for the stages that run, but no longer than `graceMs`. What hasn't ended by then stays
   * in its queue.
   * @returns whether all ended
   */
  async stop({ graceMs }: { readonly graceMs: number }): Promise<boolean> {
    this.#stopping.abort();
    const ended = Promise.all([this.#loop, ...this.#running]).then(() => true);
    const timer = new AbortController();
    const late = wait(graceMs, false, { signal: timer.signal }).catch(() => false);
    const isEnded = await Promise.race([ended, late]);
    timer.abort();
    return isEnded;
  }

  async #poll(): Promise<void> {
    const { concurrency, log } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      if (this.#running.size >= concurrency) {
        await Promise.race(this.#running);
        continue;
      }
      try {
        const messages = await this.#collect();
        if (messages.length > 0) this.#track(this.#handle(messages));
      } catch (error) {
        if (signal.aborted) return;
        log('receive-failed', errorFields(error));
        await wait(BROKEN_WAIT_MS, undefined, { signal }).catch(() => {});
      }
    }
  }

  #track(running: Promise<void>): void {
    const tracked = running.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  /** Up to a whole batch; where a window is set, of all that comes within it. */
  async #collect(): Promise<readonly Message[]> {
    const { batchSize, windowMs } = this.#options;
    const { signal } = this.#stopping;
    const collected: Message[] = [];
    let waitSeconds = MAX_POLL_SECONDS;
    let windowEndsAt = Infinity;
    do {
      const room = Math.min(batchSize - collected.length, MAX_REQUEST_ENTRIES);
      collected.push(...(await this.#queue.receive(room, { waitSeconds, signal })));
      if (collected.length === 0) return collected;
      windowEndsAt = Math.min(windowEndsAt, performance.now() + windowMs);
      waitSeconds = Math.min(Math.floor((windowEndsAt - performance.now()) / 1000), MAX_POLL_SECONDS);
    } while (waitSeconds > 0 && collected.length < batchSize && !signal.aborted);
    return collected;
  }

  async #handle(messages: readonly Message[]): Promise<void> {
    const failedIds = await this.#queue.keepHidden(messages, () => this.#invoke(messages));
    const isFailed = ({ MessageId = '' }: Message): boolean => failedIds.has(MessageId);
    await this.#queue.delete(messages.filter((each) => !isFailed(each)));
    await this.#queue.giveBack(messages.filter(isFailed));
  }

  /** @returns the ids of the messages that are not done */
  async #invoke(messages: readonly Message[]): Promise<ReadonlySet<string>> {
    const messageIds = new Set(messages.map(({ MessageId = '' }) => MessageId));
    try {
      return failedMessageIds(await this.#runStage(messages), messageIds);
    } catch (error) {
      this.#options.log('stage-failed', { messages: messages.length, ...errorFields(error) });
      return messageIds;
    }
  }

  /** Lambda ends a function that takes too long. What runs here can't be ended, but it isn't waited for any more. */
  async #runStage(messages: readonly Message[]): Promise<unknown> {
    const { stage, functionTimeoutMs } = this.#options;
    const endsAt = performance.now() + functionTimeoutMs;
    const timer = new AbortController();
    const late = wait(functionTimeoutMs, undefined, { signal: timer.signal }).then(
      () =>
        Promise.reject(new Error(`Cannot wait for stage: it has taken more than ${functionTimeoutMs} ms`)),
      () => undefined,
    );
    const event = { Records: messages.map((each) => toLambdaRecord(each, this.#options)) };
    const invocation = { getRemainingTimeInMillis: () => Math.max(endsAt - performance.now(), 0) };
    try {
      return await Promise.race([stage(event, invocation), late]);
    } finally {
      timer.abort();
    }
  }
}
