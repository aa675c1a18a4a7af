import type { Outcome } from '../contract/outcome.ts';
import type { GuestRequest } from './guest-lines.ts';
import type { LogLine, RecordedRequest, Recording } from './recording.ts';
import { roundMs } from './round-ms.ts';

/** Events that enter a guest together. */
export interface ChunkJob {
  /**
   * `batch`: all go to `onBatch` in one call, but for one that comes alone and has a handler of its own. `array`: all go
   * to it.
   */
  readonly how: 'single' | 'batch' | 'array';
  readonly count: number;
  /** The events' JSON, a line each. */
  readonly text: string;
  /** Nothing else runs in the isolate: whatever happens is this chunk's doing. */
  readonly isAlone: boolean;
  /** Keeps logs, requests and returned values; only for a chunk that is alone. */
  readonly isRecorded: boolean;
}

/** How one event of a chunk ended. `again`: nobody can tell who is to blame, so it has to run once more, alone. */
export interface Ended {
  readonly index: number;
  readonly outcome: Outcome | 'again';
  readonly durationMs: number;
  readonly recording?: Recording;
}

export type Report = (ended: readonly Ended[]) => void;

/** Of a recorded request's body and headers, in characters. */
const MAX_RECORDED_LENGTH = 4 * 1024;

/** A chunk under way: which of its events have ended, and what it showed. */
export class Chunk {
  readonly job: ChunkJob;
  /** The number that the guest knows its first event by. */
  readonly first: number;
  readonly cpuMsAtStart: number;
  readonly done: Promise<void>;
  readonly endsAt: number;
  readonly #startedAt = performance.now();
  readonly #hasEnded: boolean[] = [];
  readonly #report: Report;
  readonly #logs: LogLine[] = [];
  /** Each as it is by now: one that has no answer goes on. */
  readonly #requests: (() => RecordedRequest)[] = [];
  #left: number;
  #unreported: Ended[] = [];
  #finish: () => void = () => {};

  constructor(
    job: ChunkJob,
    report: Report,
    at: { readonly first: number; readonly cpuMs: number; readonly timeoutMs: number },
  ) {
    this.job = job;
    this.first = at.first;
    this.cpuMsAtStart = at.cpuMs;
    this.endsAt = this.#startedAt + at.timeoutMs;
    this.#report = report;
    this.#left = job.count;
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  get isDone(): boolean {
    return this.#left === 0;
  }

  has(number: number): boolean {
    return number >= this.first && number < this.first + this.job.count;
  }

  /** Ends one event, once; what comes later for it is ignored: the first cause wins. */
  end(index: number, outcome: Outcome | 'again', returned: unknown = null): void {
    if (this.#hasEnded[index] === true) return;
    this.#hasEnded[index] = true;
    this.#left -= 1;
    const durationMs = roundMs(performance.now() - this.#startedAt);
    const recording = this.job.isRecorded ? { recording: this.#record(returned) } : {};
    this.#unreported.push({ index, outcome, durationMs, ...recording });
  }

  endRest(outcome: Outcome | 'again'): void {
    for (let index = 0; index < this.job.count; index += 1) this.end(index, outcome);
  }

  /** Hands over what ended since the last time. */
  flush(): void {
    if (this.#unreported.length === 0) return;
    const ended = this.#unreported;
    this.#unreported = [];
    this.#report(ended);
    if (this.isDone) this.#finish();
  }

  addLog(line: LogLine): void {
    if (this.job.isRecorded) this.#logs.push(line);
  }

  /** @returns what to call with the answer's status, where the request is recorded */
  addRequest({ method, url, headers, encoding, body }: GuestRequest): (status: number | null) => void {
    if (!this.job.isRecorded) return () => {};
    const startedAt = performance.now();
    const asked = {
      method,
      url,
      headers: Object.fromEntries(
        headers.map(([name, value]) => [name, value.slice(0, MAX_RECORDED_LENGTH)]),
      ),
      body: encoding === 'none' ? null : body.slice(0, MAX_RECORDED_LENGTH),
    };
    const end = (status: number | null): RecordedRequest => ({
      ...asked,
      status,
      durationMs: roundMs(performance.now() - startedAt),
    });
    const index = this.#requests.push(() => end(null)) - 1;
    return (status) => {
      const ended = end(status);
      this.#requests[index] = () => ended;
    };
  }

  #record(returned: unknown): Recording {
    return { returned, logs: [...this.#logs], requests: this.#requests.map((read) => read()) };
  }
}
