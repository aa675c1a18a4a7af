/** What the demo reads from the lines that the platform's stages log. They hold ids, codes and counts, never payloads. */
interface LogLine {
  readonly event?: string;
  readonly destinationId?: string;
  readonly deliveryId?: string;
  readonly disposition?: string;
  /** Of a dispatcher's batch: how many deliveries failed, by code. */
  readonly codes?: Readonly<Record<string, number>>;
}

/** Codes that no dead letter follows from: their deliveries are only counted. */
const DISCARD_CODES = ['unsupported_event_type', 'message_rejected', 'filtered', 'destination_disabled'];

/** Keeps account of what the platform says it does. */
export class PlatformLog {
  /** Deliveries that were discarded, by code. */
  readonly discarded = new Map<string, number>();
  /** The ids of deliveries that were tried again, by the id of their destination. */
  readonly retried = new Map<string, Set<string>>();
  /** The ids of deliveries that were given up and kept, whenever. */
  readonly deadLettered = new Set<string>();

  read(line: string): void {
    const { event, destinationId = '', deliveryId = '', disposition, codes = {} } = parseLine(line);
    for (const code of DISCARD_CODES) {
      if (event !== 'batch' || codes[code] === undefined) continue;
      this.discarded.set(code, (this.discarded.get(code) ?? 0) + codes[code]);
    }
    if (event !== 'attempt-failed') return;
    if (disposition === 'dead-letter') this.deadLettered.add(deliveryId);
    if (disposition === 'retry') {
      this.retried.set(destinationId, (this.retried.get(destinationId) ?? new Set()).add(deliveryId));
    }
  }
}

/** A line that is no JSON object is something else that the process had to say. */
function parseLine(line: string): LogLine {
  if (!line.startsWith('{')) return {};
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return {};
  }
}
