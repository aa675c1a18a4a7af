/** Everything that a log line may hold: ids, counts, codes and times, never payloads, settings or tokens. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined | object>>;

/** Writes one line. */
export type Log = (event: string, fields: LogFields) => void;

/** Of an error's message, in characters: ours are short, and others may quote what they choked on. */
const MAX_ERROR_MESSAGE_LENGTH = 300;

/** Writes JSON lines to a stream; CloudWatch Logs reads them as they are. */
export function jsonLog(stage: string, write: (line: string) => void): Log {
  return (event, fields) => write(`${JSON.stringify({ stage, event, ...fields })}\n`);
}

/** What a line says of a failure of our own, or of a service that we use. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  return { error: error.name, message: error.message.slice(0, MAX_ERROR_MESSAGE_LENGTH) };
}
