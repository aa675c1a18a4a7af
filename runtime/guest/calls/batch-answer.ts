import { describeThrown } from './describe-error.ts';
import type { Failure } from './describe-error.ts';
import type { BareList } from '../bridge/primordials.ts';
import { bareList, isArray, stringifyJson } from '../bridge/primordials.ts';

/** A failure, or `null` for what was delivered, for each event of a batch. */
export type BatchOutcomes = BareList<Failure | null>;

/** Statuses that another attempt may mend, besides 5xx except 501. */
const isRetriedStatus = (status: number): boolean =>
  status === 408 || status === 423 || status === 429 || (status >= 500 && status !== 501);

/**
 * Reads what `onBatch` returned: an array with one `{ status, errormessage? }` for each event, in order. What is
 * no array means that all were delivered (`null`); an array of another shape is wrong for all.
 */
export function batchOutcomes(answer: unknown, count: number): BatchOutcomes | null {
  if (!isArray(answer)) return null;
  // Read once: behind a proxy it may be anything, of any size, and something else each time.
  const length: unknown = answer.length;
  if (length !== count) {
    const counted = typeof length === 'number' ? `${length}` : 'an unreadable number of';
    return allWrong(`onBatch returned ${counted} statuses for ${count} events`, count);
  }
  const outcomes: BatchOutcomes = bareList();
  for (let index = 0; index < count; index += 1) {
    const outcome = batchOutcome(answer[index]);
    if (outcome === undefined) {
      return allWrong(`onBatch returned no { status, errormessage? } at index ${index}`, count);
    }
    outcomes[index] = outcome;
  }
  return outcomes;
}

function batchOutcome(entry: unknown): Failure | null | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { status, errormessage } = entry as { readonly status?: unknown; readonly errormessage?: unknown };
  if (typeof status !== 'number') return undefined;
  if (status < 400) return null;
  const message = messageOf(errormessage) ?? `status ${status}`;
  return isRetriedStatus(status) ? { code: 'retry', message, retryAfterMs: null } : badRequest(message);
}

/** A text or an error as it is; what else a partner's API answered with, as its JSON. */
function messageOf(errormessage: unknown): string | null {
  if (errormessage === undefined || errormessage === null || errormessage === '') return null;
  if (typeof errormessage !== 'object') return describeThrown(errormessage);
  try {
    const { message } = errormessage as { readonly message?: unknown };
    return describeThrown(typeof message === 'string' ? errormessage : stringifyJson(errormessage));
  } catch {
    // Its status stands, whatever keeps the message from being read.
    return null;
  }
}

function allWrong(message: string, count: number): BatchOutcomes {
  const outcomes: BatchOutcomes = bareList();
  for (let index = 0; index < count; index += 1) outcomes[index] = badRequest(message);
  return outcomes;
}

function badRequest(message: string): Failure {
  return { code: 'bad_request', message, retryAfterMs: null };
}
