import type { Limits } from '../../contract/manifest.ts';
import type { Failed } from '../../contract/outcome.ts';
import { failed } from '../../contract/outcome.ts';
import type { EnvironmentDeath } from './invoker.ts';

/** The outcome of a delivery that ended the environment in which nothing else ran, or kept it from answering. */
export function describeDeath(cause: EnvironmentDeath, { timeoutMs }: Limits): Failed {
  switch (cause) {
    case 'crashed':
      return failed(
        'memory_limit_exceeded',
        'The function ended all that ran it: it ran out of memory or crashed',
        { childDied: true },
      );
    case 'overdue':
      return failed(
        'gateway_timeout',
        `The function did not finish within ${timeoutMs} ms and could not be stopped`,
        {
          childDied: true,
        },
      );
  }
}
