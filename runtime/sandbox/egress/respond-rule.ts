import { validateHeaderName, validateHeaderValue } from 'node:http';
import { ParseError } from '../../contract/parse-error.ts';
import { expectArray, expectNumber, expectObject, expectString } from '../../contract/shape.ts';

/** The answer given in place of a partner's, for runs that must not leave the machine. */
export interface RespondRule {
  /** Any, when left out. */
  readonly method?: string;
  /** Any, when left out; `*` stands for any characters. */
  readonly url?: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string as it is, anything else as JSON. */
  readonly body?: unknown;
}

const FIELDS = ['method', 'url', 'status', 'headers', 'body'];
/** Below 200 is no final answer, above 599 no status that HTTP knows. */
const [MIN_STATUS, MAX_STATUS] = [200, 599];

/** Reads the rules that somebody wrote. @throws ParseError naming the rule and field that is wrong */
export function parseRespondRules(input: unknown): readonly RespondRule[] {
  return expectArray(input, 'rules').map((rule, index) => parseRule(rule, `rules[${index}]`));
}

function parseRule(input: unknown, path: string): RespondRule {
  const rule = expectObject(input, path);
  const stray = Object.keys(rule).find((field) => !FIELDS.includes(field));
  if (stray !== undefined) {
    throw new ParseError(`${path}.${stray}`, `is no field of a rule, which has ${FIELDS.join(', ')}`);
  }
  return {
    status: parseStatus(rule.status, `${path}.status`),
    ...(rule.method === undefined ? {} : { method: expectString(rule.method, `${path}.method`) }),
    ...(rule.url === undefined ? {} : { url: expectString(rule.url, `${path}.url`) }),
    ...(rule.headers === undefined ? {} : { headers: parseHeaders(rule.headers, `${path}.headers`) }),
    ...(rule.body === undefined ? {} : { body: rule.body }),
  };
}

function parseStatus(input: unknown, path: string): number {
  const status = expectNumber(input, path);
  if (!Number.isInteger(status) || status < MIN_STATUS || status > MAX_STATUS) {
    throw new ParseError(path, `must be a whole number from ${MIN_STATUS} to ${MAX_STATUS}, is ${status}`);
  }
  return status;
}

function parseHeaders(input: unknown, path: string): Readonly<Record<string, string>> {
  const headers = Object.entries(expectObject(input, path));
  return Object.fromEntries(
    headers.map(([name, value]) => [name, parseHeader(name, value, `${path}.${name}`)]),
  );
}

function parseHeader(name: string, input: unknown, path: string): string {
  const value = expectString(input, path);
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return value;
  } catch {
    throw new ParseError(path, 'is no valid header of HTTP');
  }
}
