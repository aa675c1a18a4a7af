import { z } from 'zod';
import { MAX_SETTINGS_BYTES } from '../../runtime/contract/destination.ts';
import { ParseError } from '../../runtime/contract/parse-error.ts';
import { parseRetryPolicy } from '../../runtime/contract/retry-policy.ts';
import { kindOf } from '../../runtime/contract/shape.ts';

/** A place in the file, as `destinations[0].retry.windowMs`, and what is wrong there. */
export interface ConfigProblem {
  readonly path: string;
  readonly reason: string;
}

/** Far more than one machine runs at once. */
const MAX_SOURCES = 1_000;
const MAX_DESTINATIONS = 1_000;
const MAX_PEERS = 100;
const MAX_NAME_LENGTH = 100;
const MAX_WRITE_KEY_LENGTH = 200;
const MAX_PATH_LENGTH = 1_000;

const name = z
  .string()
  .min(1, { error: 'must not be empty' })
  .max(MAX_NAME_LENGTH, { error: `must have at most ${MAX_NAME_LENGTH} characters` })
  .refine((given) => given.trim() === given, { error: 'must not begin or end with a space' });

const source = z.strictObject({
  name,
  writeKey: z
    .string()
    .min(1, { error: 'must not be empty' })
    .max(MAX_WRITE_KEY_LENGTH, { error: `must have at most ${MAX_WRITE_KEY_LENGTH} characters` }),
});

const settings = z
  .record(z.string(), z.unknown())
  .refine((given) => Buffer.byteLength(JSON.stringify(given)) <= MAX_SETTINGS_BYTES, {
    error: `takes more than ${MAX_SETTINGS_BYTES} bytes as JSON`,
  });

const destination = z.strictObject({
  name,
  source: z.string(),
  function: z
    .string()
    .min(1, { error: 'must not be empty' })
    .max(MAX_PATH_LENGTH, { error: `must have at most ${MAX_PATH_LENGTH} characters` }),
  settings: settings.default({}),
  enabled: z.boolean().default(true),
  retry: z
    .unknown()
    .default({})
    .transform((given, context) => parsedBy(() => parseRetryPolicy(given, ''), context)),
});

const configSchema = z.strictObject({
  sources: z.array(source).max(MAX_SOURCES, { error: `has more than ${MAX_SOURCES} sources` }),
  destinations: z
    .array(destination)
    .max(MAX_DESTINATIONS, { error: `has more than ${MAX_DESTINATIONS} destinations` }),
  allowPrivateNetwork: z
    .array(z.string())
    .max(MAX_PEERS, { error: `has more than ${MAX_PEERS} entries` })
    .default([]),
});

export type ShapeResult =
  | { readonly kind: 'parsed'; readonly config: z.output<typeof configSchema> }
  | { readonly kind: 'refused'; readonly problems: readonly ConfigProblem[] };

/** What each object may have, by the last name on its path. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(configSchema.shape),
  sources: Object.keys(source.shape),
  destinations: Object.keys(destination.shape),
};

/** Checks each member of `sluice.local.json` by itself, and fills in what it leaves out. `input` is its parsed JSON. */
export function checkShape(input: unknown): ShapeResult {
  const result = configSchema.safeParse(input, { reportInput: true });
  return result.success
    ? { kind: 'parsed', config: result.data }
    : { kind: 'refused', problems: result.error.issues.flatMap(problemsOf) };
}

/** Runs a parser of the contract within the schema. */
function parsedBy<Value>(parse: () => Value, context: z.core.$RefinementCtx): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const path = error.path.split('.').filter((step) => step !== '');
    context.addIssue({ code: 'custom', path, message: reasonOf(error), input: undefined });
    return z.NEVER;
  }
}

/** What a parser of the contract found, without the place. */
export function reasonOf({ path, message }: ParseError): string {
  return path === '' ? message : message.slice(`${path}: `.length);
}

function problemsOf(issue: z.core.$ZodIssue): readonly ConfigProblem[] {
  const path = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = MEMBERS[issue.path.find((step) => typeof step === 'string') ?? ''] ?? [];
    return issue.keys.map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      reason: `is unknown, use ${known.join(', ')}`,
    }));
  }
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return [{ path, reason: 'is missing' }];
    return [{ path, reason: `must be ${withArticle(issue.expected)}, is ${kindOf(issue.input)}` }];
  }
  return [{ path, reason: issue.message }];
}

function withArticle(kind: string): string {
  if (kind === 'record') return 'an object';
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
