import type { Log, LogFields } from '../../functions/log.ts';

export interface KeptLine {
  readonly event: string;
  readonly fields: LogFields;
}

/** A log that a test can read. */
export function keptLog(): { readonly log: Log; readonly lines: readonly KeptLine[] } {
  const lines: KeptLine[] = [];
  return { lines, log: (event, fields) => lines.push({ event, fields }) };
}
