import type { FailureCode } from '../../runtime/contract/failure-codes.ts';
import { FAILURES, isRetryable } from '../../runtime/contract/failure-codes.ts';
import type { Ran } from '../../runtime/runner/runner.ts';
import type { Recording } from '../../runtime/sandbox/recording.ts';

/** How one run ended, as `sluice invoke --json` prints it. */
export interface InvokeAnswer extends Recording {
  readonly outcome: 'delivered' | 'discarded' | 'retry';
  readonly code: FailureCode | null;
  readonly message: string | null;
  readonly durationMs: number;
}

const NOTHING_RECORDED: Recording = { returned: null, logs: [], requests: [] };

export function toAnswer({ outcome, durationMs, recording = NOTHING_RECORDED }: Ran): InvokeAnswer {
  const end =
    outcome.kind === 'delivered'
      ? ({ outcome: 'delivered', code: null, message: null } as const)
      : ({
          outcome: isRetryable(outcome.code) ? 'retry' : 'discarded',
          code: outcome.code,
          message: outcome.message,
        } as const);
  const { returned, logs, requests } = recording;
  return { ...end, returned, logs, requests, durationMs };
}

/** The answer for people, in whole lines. */
export function describeAnswer({ outcome, code, message, ...answer }: InvokeAnswer): string {
  const { returned, logs, requests, durationMs } = answer;
  const lines = [
    code === null ? outcome : `${outcome}: ${code}, ${FAILURES[code].meaning}`,
    ...(message === null ? [] : [message]),
    `took ${durationMs.toFixed(1)} ms`,
    ...(returned === null ? [] : [`returned ${JSON.stringify(returned)}`]),
    ...logs.map((each) => `${each.level.padEnd(5)} ${each.message}`),
    ...requests.map(
      (each) =>
        `${each.method} ${each.url} → ${each.status ?? 'no answer'} in ${each.durationMs.toFixed(1)} ms`,
    ),
  ];
  return `${lines.join('\n  ')}\n`;
}
