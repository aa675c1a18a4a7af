/** Everything that a log line may hold: ids, counts, codes and times, never payloads, settings or tokens. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined | object>>;

/** Writes one line. */
export type Log = (event: string, fields: LogFields) => void;

/** Writes JSON lines to a stream; CloudWatch Logs reads them as they are. */
export function jsonLog(stage: string, write: (line: string) => void): Log {
  return (event, fields) => write(`${JSON.stringify({ stage, event, ...fields })}\n`);
}
