import type { Outcome } from '../contract/outcome.ts';
import type { ChunkJob, Report } from './chunk.ts';
import { Chunk } from './chunk.ts';

/** Node's timers fire up to a millisecond early by the clock that deadlines are taken from: one in eighty did. */
const TIMER_SLACK_MS = 2;

/** The chunks that an isolate has under way, each with its deadline. */
export class ChunksUnderWay {
  readonly #timeoutMs: number;
  readonly #onDeadline: (chunk: Chunk) => void;
  readonly #deadlines = new Map<Chunk, NodeJS.Timeout>();
  #nextNumber = 0;

  /** @param onDeadline is told of a chunk that was not done after `timeoutMs` */
  constructor(timeoutMs: number, onDeadline: (chunk: Chunk) => void) {
    this.#timeoutMs = timeoutMs;
    this.#onDeadline = onDeadline;
  }

  get isEmpty(): boolean {
    return this.#deadlines.size === 0;
  }

  /** What the latest of them has left, in milliseconds, at least 1: whoever has less is ended by its own deadline. */
  get leftMs(): number {
    const latest = Math.max(...[...this.#deadlines.keys()].map(({ endsAt }) => endsAt));
    return Math.max(1, latest - performance.now());
  }

  /** The one that has the isolate for itself; `null` where none has. */
  get only(): Chunk | null {
    const [chunk] = this.#deadlines.keys();
    return this.#deadlines.size === 1 && chunk !== undefined ? chunk : null;
  }

  /** @param cpuMs what the isolate had used by then */
  begin(job: ChunkJob, report: Report, cpuMs: number): Chunk {
    const chunk = new Chunk(job, report, { first: this.#nextNumber, cpuMs, timeoutMs: this.#timeoutMs });
    this.#nextNumber += job.count;
    this.#deadlines.set(
      chunk,
      setTimeout(() => this.#onDeadline(chunk), this.#timeoutMs),
    );
    return chunk;
  }

  /** Has another deadline follow the one that has passed. */
  extend(chunk: Chunk, byMs: number, onDeadline: () => void): void {
    if (this.#deadlines.has(chunk)) this.#deadlines.set(chunk, setTimeout(onDeadline, byMs));
  }

  some(isSo: (chunk: Chunk) => boolean): boolean {
    return [...this.#deadlines.keys()].some(isSo);
  }

  /** Ends the event that the guest knows by `number`, whosever it is. */
  endEvent(number: number, outcome: Outcome, returned: unknown): void {
    for (const chunk of this.#deadlines.keys()) {
      if (chunk.has(number)) chunk.end(number - chunk.first, outcome, returned);
    }
  }

  /** Ends what has passed its deadline. @returns whether there was any */
  endOverdue(outcome: Outcome): boolean {
    const now = performance.now() + TIMER_SLACK_MS;
    const overdue = [...this.#deadlines.keys()].filter(({ endsAt }) => endsAt <= now);
    for (const chunk of overdue) chunk.endRest(outcome);
    return overdue.length > 0;
  }

  endAll(outcome: Outcome | 'again'): void {
    for (const chunk of this.#deadlines.keys()) chunk.endRest(outcome);
  }

  /** Reports what has ended since the last time, and forgets the chunks that are done. */
  flush(): void {
    for (const [chunk, deadline] of this.#deadlines) {
      chunk.flush();
      if (!chunk.isDone) continue;
      clearTimeout(deadline);
      this.#deadlines.delete(chunk);
    }
  }

  /** No deadline ends anything any more. */
  stopDeadlines(): void {
    for (const deadline of this.#deadlines.values()) clearTimeout(deadline);
  }
}
