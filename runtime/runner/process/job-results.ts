import type { Limits } from '../../contract/manifest.ts';
import type { Failed } from '../../contract/outcome.ts';
import type { Ended } from '../../sandbox/chunk.ts';
import { roundMs } from '../../sandbox/round-ms.ts';
import type { Death } from '../describe-death.ts';
import { describeDeath } from '../describe-death.ts';
import type { RunResult } from '../runner.ts';
import type { DeathCause } from './child-died.ts';
import type { Redactor } from './redact.ts';

/** What is known by now of a job's events, each by its index: an event without an outcome is `not-started`. */
export class JobResults {
  readonly #results: RunResult[];
  readonly #redactor: Redactor;
  /** When each event that ran alone was last begun. */
  readonly #startedAt = new Map<number, number>();

  constructor(count: number, redactor: Redactor) {
    this.#results = Array.from({ length: count }, () => ({ kind: 'not-started' }));
    this.#redactor = redactor;
  }

  get all(): readonly RunResult[] {
    return this.#results;
  }

  /** Those of the events that have no outcome. */
  openOf(indexes: readonly number[]): readonly number[] {
    return indexes.filter((index) => this.#results[index]?.kind === 'not-started');
  }

  begin(indexes: readonly number[]): void {
    const now = performance.now();
    for (const index of indexes) this.#startedAt.set(index, now);
  }

  /** What the child says of an event. */
  end(index: number, { outcome, durationMs, recording }: Ended): void {
    if (outcome === 'again') return;
    this.#results[index] = {
      kind: 'ran',
      outcome: this.#redactor.outcome(outcome),
      durationMs,
      ...(recording === undefined ? {} : { recording: this.#redactor.recording(recording) }),
    };
  }

  /** Gives all those that have no outcome yet the same one. */
  failOpen(indexes: readonly number[], outcome: Failed): void {
    for (const index of this.openOf(indexes)) this.end(index, { index, outcome, durationMs: 0 });
  }

  /** The child died while these events, and nothing else, were under way. */
  blame(indexes: readonly number[], cause: DeathCause, limits: Limits): void {
    const now = performance.now();
    for (const index of this.openOf(indexes)) {
      const ranMs = roundMs(now - (this.#startedAt.get(index) ?? now));
      this.end(index, {
        index,
        outcome: describeDeath(deathBy(cause, ranMs, limits), 'its process', limits),
        durationMs: ranMs,
      });
    }
  }
}

/** @param ranMs from the event's start to the death, in milliseconds */
function deathBy(cause: DeathCause, ranMs: number, { timeoutMs }: Limits): Death {
  if (cause !== 'deadline') return 'crash';
  return ranMs < timeoutMs ? 'cpu' : 'timeout';
}
