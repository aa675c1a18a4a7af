import { parseRejectedEvent } from '../../runtime/contract/rejected-event.ts';
import type { RejectedEventStore } from '../../runtime/stores/ports.ts';
import type { FilingDeps } from '../file-messages.ts';
import { fileMessages } from '../file-messages.ts';
import type { QueueStage } from '../stage.ts';

export interface RejectedEventsDeps extends FilingDeps {
  readonly rejectedEventStore: Pick<RejectedEventStore, 'put'>;
}

/** The stage behind the rejected-events queue: files each with its reason. Filed twice, it is there once. */
export function createRejectedEvents({ rejectedEventStore, ...deps }: RejectedEventsDeps): QueueStage {
  return fileMessages(deps, {
    parse: ({ body, attribute }) => [parseRejectedEvent(body, attribute)],
    file: (event) => rejectedEventStore.put(event),
  });
}
