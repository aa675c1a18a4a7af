import { setTimeout as wait } from 'node:timers/promises';
import type { Failed } from '../../contract/outcome.ts';
import { failed } from '../../contract/outcome.ts';
import { roundMs } from '../../sandbox/round-ms.ts';
import { describeDeath } from '../describe-death.ts';
import { mayStart } from '../may-start.ts';
import type { Job, RunResult } from '../runner.ts';
import { Turns } from '../turns.ts';
import { ANSWER_MS } from './answer-ms.ts';
import type { Invoked, Invoker } from './invoker.ts';
import { parseRunAnswer } from './run-answer.ts';
import { encodeRunRequest, PING_TEXT } from './run-request.ts';
import type { RunnerProblem } from './runner-problem.ts';
import type { Part } from './split-job.ts';
import { splitJob, splitPart } from './split-job.ts';

export interface CallServices {
  readonly invoker: Invoker;
  /** Makes a link under which a program can be read for `lifeMs`. */
  readonly linkProgram: (hash: string, lifeMs: number) => Promise<string>;
  /** Invocations under way at most: they count against the account's concurrency. */
  readonly maxInvocationsAtOnce: number;
  /** As many as `maxInvocationsAtOnce`, shared by all jobs. */
  readonly turns: Turns;
  /** Whose microVM it is, where there is tenant isolation. */
  readonly tenantId: string | undefined;
  /** Is told of each invocation that did not end with an answer. */
  readonly onProblem: (problem: RunnerProblem) => void;
  /** Before the first new try where Lambda has no room; doubles with each. In milliseconds. */
  readonly firstPauseMs: number;
}

/** A function that runs answers within a second or two, also from a new environment. Where the budget allows it, it may take longer. */
const MIN_PING_MS = 3_000;
const MAX_PAUSE_MS = 2_000;
/** A link outlives the last moment at which a program may be read: the environment's start, which Lambda gives ten seconds. */
const LINK_RESERVE_MS = 30_000;

/**
 * One job's way through the runner's function. Its events are, in this order,
 *
 * - in *parts*: as many in an invocation as its payload holds, side by side;
 * - *alone*, each in an invocation of its own, where an environment died with several, and nobody can tell whose fault
 *   it was;
 * - *blamed*, where it died with one, and the function does answer when it is asked for nothing.
 *
 * A fault of the platform costs no event an attempt. What the job's budget doesn't allow to start stays as it is.
 */
export class JobCalls {
  readonly #job: Job;
  readonly #services: CallServices;
  readonly #results: RunResult[];

  constructor(job: Job, services: CallServices) {
    this.#job = job;
    this.#services = services;
    this.#results = job.events.map(() => ({ kind: 'not-started' }));
  }

  /** @throws Error when no link to the program can be made */
  async run(): Promise<readonly RunResult[]> {
    if (!mayStart(this.#job)) return this.#results;
    const { program, startBefore, record = false } = this.#job;
    const lifeMs = startBefore - performance.now() + LINK_RESERVE_MS;
    const url = await this.#services.linkProgram(program.hash, lifeMs);
    const parts = splitJob(this.#job);
    // What is recorded runs in order: so an environment that is warm, and mostly it is one, goes on with its program.
    await this.#runSideBySide(parts, record ? 1 : parts.length, url);
    return this.#results;
  }

  async #runSideBySide(parts: readonly Part[], atMost: number, url: string): Promise<void> {
    const ownTurns = new Turns(atMost);
    await Promise.all(parts.map((part) => ownTurns.take(() => this.#runPart(part, url))));
  }

  async #runPart(part: Part, url: string): Promise<void> {
    const startedAt = performance.now();
    const called = await this.#call(part, url);
    switch (called.kind) {
      case 'answered':
        this.#take(part, called.text);
        return;
      case 'throttled':
        return;
      case 'failed':
        this.#report(part, called);
        this.#settle(part, platformFault(called.reason), performance.now() - startedAt);
        return;
      case 'died':
        this.#report(part, called);
        if (part.indexes.length === 1) await this.#blame(part, called, performance.now() - startedAt);
        else await this.#runEachAlone(part, url, called);
        return;
    }
  }

  /** Calls the function for a part, when its turn comes and as often as Lambda has no room, until the budget is used up. */
  #call(part: Part, url: string): Promise<Invoked> {
    const { turns, invoker, tenantId, firstPauseMs } = this.#services;
    return turns.take(async () => {
      for (let pauseMs = firstPauseMs; mayStart(this.#job); pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
        const { payload, waitMs } = this.#prepare(part, url);
        const invoked = await invoker.invoke(payload, { waitMs, tenantId });
        if (invoked.kind !== 'throttled') return invoked;
        // Not all who were refused together come again together.
        await wait(pauseMs * (0.5 + Math.random() / 2));
      }
      return { kind: 'throttled' };
    });
  }

  #prepare({ quotedEvents }: Part, url: string): { readonly payload: string; readonly waitMs: number } {
    const {
      program,
      destinationId,
      settings,
      startBefore,
      alone = false,
      record = false,
      asArray = false,
    } = this.#job;
    const leftMs = startBefore - performance.now();
    const payload = encodeRunRequest(
      { program: { hash: program.hash, url }, destinationId, settings, leftMs, alone, record, asArray },
      quotedEvents,
    );
    return { payload, waitMs: leftMs + program.manifest.limits.timeoutMs + ANSWER_MS };
  }

  #take(part: Part, text: string): void {
    try {
      const results = parseRunAnswer(text, part.indexes.length);
      for (const [at, index] of part.indexes.entries()) this.#results[index] = results[at]!;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#report(part, { kind: 'failed', reason });
      this.#settle(part, platformFault(reason), 0);
    }
  }

  async #runEachAlone(part: Part, url: string, { reason }: Died): Promise<void> {
    if (!mayStart(this.#job)) {
      this.#settle(part, platformFault(`${reason}, and no time was left to find out why`), 0);
      return;
    }
    // Never more in the queue for turns than may run: other destinations' calls come in between.
    await this.#runSideBySide(splitPart(part), this.#services.maxInvocationsAtOnce, url);
  }

  /** The environment died while it ran one event, and nothing else. A function that can't run at all is no event's fault. */
  async #blame(part: Part, { cause, reason }: Died, ranMs: number): Promise<void> {
    const { turns, invoker, tenantId } = this.#services;
    const ping = await turns.take(() => {
      const waitMs = Math.max(this.#job.startBefore - performance.now(), MIN_PING_MS);
      return invoker.invoke(PING_TEXT, { waitMs, tenantId });
    });
    const { limits } = this.#job.program.manifest;
    const death = cause === 'overdue' ? 'timeout' : 'crash';
    const isRunning = ping.kind === 'answered';
    const outcome = isRunning ? describeDeath(death, 'all that ran it', limits) : platformFault(reason);
    this.#settle(part, outcome, ranMs);
  }

  #settle(part: Part, outcome: Failed, ranMs: number): void {
    const durationMs = roundMs(ranMs);
    for (const index of part.indexes) this.#results[index] = { kind: 'ran', outcome, durationMs };
  }

  #report(
    { indexes }: Part,
    { kind, reason }: { readonly kind: 'died' | 'failed'; readonly reason: string },
  ): void {
    const { destinationId } = this.#job;
    this.#services.onProblem({ kind, destinationId, deliveries: indexes.length, reason });
  }
}

type Died = Extract<Invoked, { kind: 'died' }>;

function platformFault(reason: string): Failed {
  return failed('platform_error', `Cannot run function: ${reason}`);
}
