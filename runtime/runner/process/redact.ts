import type { Settings } from '../../contract/destination.ts';
import type { SettingSchema } from '../../contract/manifest.ts';
import type { Outcome } from '../../contract/outcome.ts';
import type { RecordedRequest, Recording } from '../../sandbox/recording.ts';

/** Takes a customer's secrets out of what a run says and shows. */
export interface Redactor {
  outcome(outcome: Outcome): Outcome;
  recording(recording: Recording): Recording;
}

const REDACTED = '[redacted]';
/** Shorter values occur by chance in any text. */
const MIN_SECRET_LENGTH = 4;
/** Of a secret's beginning, at the end of a text: less tells little, and occurs by chance. */
const MIN_CUT_LENGTH = 8;
const SECRET_HEADERS: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

/**
 * Redacts the values of sensitive settings, or of every setting where no schema says which are sensitive, wherever
 * they occur as they are.
 */
export function createRedactor(settings: Settings, schema: readonly SettingSchema[] | null): Redactor {
  const secrets =
    schema === null
      ? Object.values(settings)
      : schema.filter((each) => each.sensitive).map((each) => settings[each.name]);
  // The longest first: one secret may be a part of another.
  const texts = secrets.flatMap(stringsOf).sort((one, other) => other.length - one.length);
  const redactText = (text: string): string =>
    texts.reduce((rest, secret) => redactCut(rest.replaceAll(secret, REDACTED), secret), text);
  return {
    outcome: (outcome) =>
      outcome.kind === 'failed' ? { ...outcome, message: redactText(outcome.message) } : outcome,
    recording: ({ returned, logs, requests }) => ({
      returned: redactValue(returned, redactText),
      logs: logs.map(({ level, message }) => ({ level, message: redactText(message) })),
      requests: requests.map((request) => redactRequest(request, redactText)),
    }),
  };
}

/** Messages, lines and bodies are cut short before they come here, and maybe in the middle of a secret. */
function redactCut(text: string, secret: string): string {
  const longest = Math.min(secret.length - 1, text.length);
  for (let length = longest; length >= MIN_CUT_LENGTH; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + REDACTED;
  }
  return text;
}

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length >= MIN_SECRET_LENGTH ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

function redactRequest(request: RecordedRequest, redactText: (text: string) => string): RecordedRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    SECRET_HEADERS.has(name.toLowerCase()) ? REDACTED : redactText(value),
  ]);
  return {
    ...request,
    url: redactText(request.url),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: request.body === null ? null : redactText(request.body),
  };
}

/** Strings within a JSON value; names of members too, since a value may have become one. */
function redactValue(value: unknown, redactText: (text: string) => string): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map((each) => redactValue(each, redactText));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [redactText(key), redactValue(each, redactText)]),
  );
}
