import type { Limits } from '../../contract/manifest.ts';
import type { Failed } from '../../contract/outcome.ts';
import { failed } from '../../contract/outcome.ts';
import type { DeathCause } from './child-died.ts';

/** How an event ended that ended its child; `ranMs` from its start to the death, in milliseconds. */
export function describeDeath(
  cause: DeathCause,
  ranMs: number,
  { timeoutMs, cpuMs }: Pick<Limits, 'timeoutMs' | 'cpuMs'>,
): Failed {
  const childDied = true;
  if (cause !== 'deadline') {
    const message = 'The function ended its process: it ran out of memory or crashed';
    return failed('memory_limit_exceeded', message, { childDied });
  }
  const passed =
    ranMs < timeoutMs ? `used more than ${cpuMs} ms of CPU time` : `did not finish within ${timeoutMs} ms`;
  return failed('gateway_timeout', `The function ${passed} and could not be stopped`, { childDied });
}
