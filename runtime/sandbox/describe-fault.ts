import type { Limits } from '../contract/manifest.ts';
import type { Failed } from '../contract/outcome.ts';
import { failed } from '../contract/outcome.ts';
import type { EntryFault } from './guest-isolate.ts';

/**
 * Why an isolate was ended with events in it. `cpu`: they used more than their limit; `deadline`: they waited past theirs;
 * `unreadable`: the guest said what no prelude says.
 */
export type Fault = EntryFault | 'cpu' | 'deadline' | 'unreadable';

/** How an event ended that was alone in the isolate. */
export function describeFault(fault: Fault, { timeoutMs, cpuMs, memoryMb }: Limits): Failed {
  switch (fault) {
    case 'timeout':
    case 'deadline':
      return failed('gateway_timeout', `The function did not finish within ${timeoutMs} ms`);
    case 'cpu':
      return failed('gateway_timeout', `The function used more than ${cpuMs} ms of CPU time`);
    case 'lost':
      return failed('memory_limit_exceeded', `The function ran out of memory: the limit is ${memoryMb} MiB`);
    case 'unreadable':
      return failed('platform_error', 'The sandbox cannot read what the isolate said');
  }
}
