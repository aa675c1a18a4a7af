import { parseDeliveryMessage } from '../../runtime/contract/delivery-message.ts';
import type { DeadLetterStore } from '../../runtime/stores/ports.ts';
import type { FilingDeps } from '../file-messages.ts';
import { fileMessages } from '../file-messages.ts';
import type { QueueStage } from '../stage.ts';
import { toDeadLetter } from './to-dead-letter.ts';

export interface DeadLettersDeps extends FilingDeps {
  readonly deadLetterStore: Pick<DeadLetterStore, 'put'>;
}

/** The stage behind the dead-letters queue: files each delivery that was given up. Filed twice, it is there once. */
export function createDeadLetters({ deadLetterStore, ...deps }: DeadLettersDeps): QueueStage {
  return fileMessages(deps, {
    parse: ({ body, attribute }) => {
      const { deliveries, ...shared } = parseDeliveryMessage(body, attribute);
      return deliveries.map((delivery) => toDeadLetter(delivery, shared));
    },
    file: (letter) => deadLetterStore.put(letter),
  });
}
