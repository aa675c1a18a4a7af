import type { Limits } from '../contract/manifest.ts';
import type { Failed } from '../contract/outcome.ts';
import { failed } from '../contract/outcome.ts';

/** How a delivery ended what ran it: by itself (`crash`), or as the only way to stop it when it had passed a limit. */
export type Death = 'crash' | 'cpu' | 'timeout';

/** The outcome of a delivery that ended `what` ran it, while nothing else did. */
export function describeDeath(
  death: Death,
  what: 'its process' | 'all that ran it',
  { timeoutMs, cpuMs }: Pick<Limits, 'timeoutMs' | 'cpuMs'>,
): Failed {
  switch (death) {
    case 'crash':
      return died('memory_limit_exceeded', `ended ${what}: it ran out of memory or crashed`);
    case 'cpu':
      return died('gateway_timeout', `used more than ${cpuMs} ms of CPU time and could not be stopped`);
    case 'timeout':
      return died('gateway_timeout', `did not finish within ${timeoutMs} ms and could not be stopped`);
  }
}

function died(code: Failed['code'], did: string): Failed {
  return failed(code, `The function ${did}`, { childDied: true });
}
