import { LIMIT_BOUNDS } from '../../runtime/contract/manifest.ts';
import type { Environment } from '../environment.ts';
import { readWhole } from '../environment.ts';
import { VARIABLES } from '../variables.ts';
import type { DispatcherDeps } from './dispatcher.ts';

/** The longest that Lambda lets a function run, in milliseconds. */
const MAX_FUNCTION_MS = 900_000;
/** A batch holds as many destinations as messages at most, and SQS gives out no more of these at once. */
const MAX_DESTINATIONS = 10_000;

/**
 * Reads how long an invocation may go on starting calls, and what must be left of it then.
 * @throws Error when the longest call that a manifest may ask for doesn't end within the reserve
 */
export function readTimes(
  environment: Environment,
): Pick<DispatcherDeps, 'budgetMs' | 'reserveMs' | 'maxDestinationsAtOnce'> {
  const [, longestCallMs] = LIMIT_BOUNDS.timeoutMs;
  return {
    budgetMs: readWhole(environment, VARIABLES.budgetMs, { min: 1, max: MAX_FUNCTION_MS }),
    reserveMs: readWhole(environment, VARIABLES.reserveMs, { min: longestCallMs, max: MAX_FUNCTION_MS }),
    maxDestinationsAtOnce: readWhole(environment, VARIABLES.maxDestinationsAtOnce, {
      min: 1,
      max: MAX_DESTINATIONS,
    }),
  };
}
