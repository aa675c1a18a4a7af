/** What the demo reads from a line that a stage logs. Those lines hold ids, codes and counts, never payloads. */
interface LogLine {
  readonly event: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** As `sluice up` writes them: time, stage, event, fields. */
const STAGE_LINE = /^\d\d:\d\d:\d\d\.\d{3} [\w-]+ (?<event>[\w-]+)(?<fields>.*)$/;
const FIELD = / (?<name>\w+)=(?<value>"(?:[^"\\]|\\.)*"|\S+)/g;
const PUBLISHED_LINE = /^Published "/;

/** How many deliveries of a batch failed, by code. */
type Codes = Readonly<Record<string, number>>;

/** Codes that no dead letter follows from: their deliveries are only counted. */
const DISCARD_CODES = ['unsupported_event_type', 'message_rejected', 'filtered', 'destination_disabled'];

/** Keeps account of what the platform says it does. */
export class PlatformLog {
  /** Deliveries that were discarded, by code. */
  readonly discarded = new Map<string, number>();
  /** The `messageId`s of what was tried again, by the id of the destination. */
  readonly retried = new Map<string, Set<string>>();
  /** The `messageId`s of what was given up and kept, by the id of the destination. */
  readonly deadLettered = new Map<string, Set<string>>();
  /** How often a function's version went live. */
  published = 0;

  read(line: string): void {
    if (PUBLISHED_LINE.test(line)) this.published += 1;
    const { event, fields } = parseLine(line);
    const codes = fields.get('codes');
    if (event === 'batch' && codes !== undefined) this.#countDiscarded(JSON.parse(codes) as Codes);
    if (event !== 'attempt-failed') return;
    const [destinationId = '', messageId = ''] = [fields.get('destinationId'), fields.get('messageId')];
    if (fields.get('disposition') === 'dead-letter') note(this.deadLettered, destinationId, messageId);
    if (fields.get('disposition') === 'retry') note(this.retried, destinationId, messageId);
  }

  #countDiscarded(codes: Codes): void {
    for (const code of DISCARD_CODES) {
      const count = codes[code] ?? 0;
      if (count > 0) this.discarded.set(code, (this.discarded.get(code) ?? 0) + count);
    }
  }
}

function note(ids: Map<string, Set<string>>, destinationId: string, messageId: string): void {
  ids.set(destinationId, (ids.get(destinationId) ?? new Set()).add(messageId));
}

/** A line of another form is something else that the process had to say. */
function parseLine(line: string): LogLine {
  const { event = '', fields = '' } = STAGE_LINE.exec(line)?.groups ?? {};
  const entries = Array.from(
    fields.matchAll(FIELD),
    ({ groups = {} }) => [groups.name, groups.value] as const,
  );
  return { event, fields: new Map(entries.map(([name = '', value = '']) => [name, value])) };
}
