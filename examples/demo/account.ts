import { localId } from '../../lib/local/local-id.ts';
import { DESTINATIONS } from './destinations.ts';
import type { ExpectedDelivery } from './expected-deliveries.ts';
import type { Partners } from './partners.ts';
import type { PlatformLog } from './platform-log.ts';
import { sumOf } from './sum-of.ts';
import type { Evidence } from './tally.ts';

/** How far the deliveries are. */
export interface Progression {
  readonly delivered: number;
  readonly discarded: number;
  /** Given up and kept, whether or not they were sent again. */
  readonly kept: number;
  readonly retried: number;
  /** To reach a partner who hasn't accepted them yet. */
  readonly missing: number;
  /** None of these yet. */
  readonly underWay: number;
}

/** Looks at what partners and platform show by now. */
export class Account {
  readonly #expected: readonly ExpectedDelivery[];
  readonly #partners: Partners;
  readonly #log: PlatformLog;

  constructor(expected: readonly ExpectedDelivery[], partners: Partners, log: PlatformLog) {
    this.#expected = expected;
    this.#partners = partners;
    this.#log = log;
  }

  look(): Progression {
    const { discarded, deadLettered, retried } = this.#log;
    const wanted = this.#expected.filter(({ discardCode }) => discardCode === null);
    const missing = wanted.filter((each) => !this.#isAccepted(each));
    const unkept = missing.filter(
      ({ destination, messageId }) => deadLettered.get(localId('dst', destination))?.has(messageId) !== true,
    );
    const counted = sumOf([...discarded.values()]);
    return {
      delivered: wanted.length - missing.length,
      discarded: counted,
      kept: sumOf(Array.from(deadLettered.values(), ({ size }) => size)),
      retried: sumOf(Array.from(retried.values(), ({ size }) => size)),
      missing: missing.length,
      underWay: unkept.length + Math.max(this.#expected.length - wanted.length - counted, 0),
    };
  }

  #isAccepted({ destination, messageId }: ExpectedDelivery): boolean {
    return this.#partners.get(destination)?.receipts.has(messageId) === true;
  }

  /** What `tally` asks for, as far as partners and platform know it. */
  evidence(): Pick<Evidence, 'receipts' | 'discarded' | 'retried'> {
    return {
      receipts: new Map([...this.#partners].map(([name, { receipts }]) => [name, receipts])),
      discarded: this.#log.discarded,
      retried: new Map(
        DESTINATIONS.map(({ name }) => [name, this.#log.retried.get(localId('dst', name))?.size ?? 0]),
      ),
    };
  }
}
