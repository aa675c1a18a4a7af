import type { Settings } from '../contract/destination.ts';
import type { Outcome } from '../contract/outcome.ts';
import type { Program } from '../contract/program.ts';
import type { Recording } from '../sandbox/recording.ts';

export type { RespondRule } from '../sandbox/egress/respond-rule.ts';

/**
 * What runs a program for some deliveries of one destination.
 * A guest's failure is an outcome; `run` throws only when the runner itself is broken.
 */
export interface Runner {
  /** @returns one result for each event, in order. */
  run(job: Job): Promise<readonly RunResult[]>;
  /** The invocation is over: close what must not outlive it while the process is frozen (idle sockets, timers). */
  rest(): Promise<void>;
  dispose(): Promise<void>;
}

export interface Job {
  readonly program: Program;
  readonly destinationId: string;
  /** Whose code it is: what may share a wall, where walls are by partner. Default: the destination, alone. */
  readonly subscriptionId?: string;
  readonly settings: Settings;
  /** Each the JSON text of one event. */
  readonly events: readonly string[];
  /** On the clock of `performance.now()`, in milliseconds: nothing starts after it. */
  readonly startBefore: number;
  /** Runs the events one by one, each alone in its isolate: limits, blame and logs are exact. Default: false. */
  readonly alone?: boolean;
  /** Keeps logs, requests and returned values; implies `alone`. Default: false. */
  readonly record?: boolean;
  /**
   * The events came as an array: where there is an `onBatch` they go to it, even a single one, which else goes to its
   * own handler. Default: false.
   */
  readonly asArray?: boolean;
}

export type RunResult = Ran | NotStarted;

export interface Ran {
  readonly kind: 'ran';
  readonly outcome: Outcome;
  /** From the handler's start to its end, in milliseconds. */
  readonly durationMs: number;
  /** Where the job asked for it; redacted. */
  readonly recording?: Recording;
}

/** The budget was used up before this event's turn came; it is as it was. */
interface NotStarted {
  readonly kind: 'not-started';
}
