import { anEvent } from '../../support/builders.ts';
import type { Partner } from '../../support/partner.ts';

/** Events that are on their way at once: enough to keep all stages busy. */
const MAX_OUTSTANDING = 100;
/** Events of one message. */
const BATCH = 10;

type Send = (envelopes: readonly object[]) => Promise<void>;

/** What the partner is told of an event. */
interface Told {
  readonly messageId: string;
  readonly version: number;
}

/** A producer that sends on as the partner gets what it sent, and knows what is outstanding. */
export class EventFlow {
  sent = 0;
  readonly versionsSeen = new Set<number>();
  readonly #partner: Partner;
  readonly #send: Send;
  readonly #arrived = new Set<string>();
  #isStopped = false;

  constructor(partner: Partner, send: Send) {
    this.#partner = partner;
    this.#send = send;
    partner.answer = (request) => {
      const { messageId, version } = JSON.parse(request.body) as Told;
      if (messageId.startsWith('flow-')) {
        this.#arrived.add(messageId);
        this.versionsSeen.add(version);
      }
      return {};
    };
  }

  /** Events that were sent and have not reached the partner. */
  get outstanding(): number {
    return this.sent - this.#arrived.size;
  }

  /** Sends events until `stop()`. */
  async run({ writeKey, event }: { readonly writeKey: string; readonly event: string }): Promise<void> {
    while (!this.#isStopped) {
      await this.#partner.until(() => this.#isStopped || this.outstanding <= MAX_OUTSTANDING - BATCH);
      const batch = Array.from({ length: BATCH }, (_, index) =>
        anEvent({ event, messageId: `flow-${this.sent + index}` }),
      );
      await this.#send([{ writeKey, batch }]);
      this.sent += BATCH;
    }
  }

  stop(): void {
    this.#isStopped = true;
  }
}
