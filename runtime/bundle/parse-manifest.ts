import { z } from 'zod';
import type { Manifest } from '../contract/manifest.ts';
import {
  DEFAULT_BATCH_COUNT,
  DEFAULT_LIMITS,
  LIMIT_BOUNDS,
  MAX_BATCH_COUNT,
  SETTING_TYPES,
} from '../contract/manifest.ts';
import { kindOf } from '../contract/shape.ts';
import { normalizeHost } from './normalize-host.ts';
import { wrongLetters } from './wrong-letters.ts';

/** The manifest as far as it says something: the entry may be found by its name. */
export type ParsedManifest = Omit<Manifest, 'entry'> & { readonly entry: string | null };

interface ManifestProblem {
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

export type ManifestResult =
  | { readonly kind: 'parsed'; readonly manifest: ParsedManifest }
  | { readonly kind: 'refused'; readonly problems: readonly ManifestProblem[] };

const MAX_TEXT_LENGTH = 2_000;
const MAX_NAME_LENGTH = 100;
const MAX_SETTINGS = 100;
const MAX_HOSTS = 100;
/** What `settings.<name>` reads; not the names that every object has already. */
const SETTING_NAME = /^(?!__proto__$|constructor$|prototype$)[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

const text = z.string().max(MAX_TEXT_LENGTH, { error: `must have at most ${MAX_TEXT_LENGTH} characters` });
const name = z
  .string()
  .trim()
  .min(1, { error: 'must not be empty' })
  .max(MAX_NAME_LENGTH, { error: `must have at most ${MAX_NAME_LENGTH} characters` });

const setting = z
  .strictObject({
    name: z.string().regex(SETTING_NAME, { error: 'must be a name that code can write: settings.<name>' }),
    label: text.optional(),
    description: text.default(''),
    type: z.enum(SETTING_TYPES, { error: `must be one of ${SETTING_TYPES.join(', ')}` }).default('string'),
    required: z.boolean().default(false),
    sensitive: z.boolean().default(false),
  })
  .transform((given) => ({ ...given, label: given.label ?? given.name }));

const host = z.string().transform((given, context) => {
  const normalized = normalizeHost(given);
  if (normalized !== null) return normalized;
  context.addIssue({
    code: 'custom',
    message: 'must be a host name without scheme, port or path, as api.acme.example or *.acme.example',
    input: given,
  });
  return z.NEVER;
});

const manifestSchema = z.strictObject({
  name,
  description: text.default(''),
  entry: z.string().min(1, { error: 'must not be empty' }).nullable().default(null),
  settings: z
    .array(setting)
    .max(MAX_SETTINGS, { error: `has more than ${MAX_SETTINGS} settings` })
    .nullable()
    .default(null),
  limits: z
    .strictObject({
      timeoutMs: whole(...LIMIT_BOUNDS.timeoutMs).default(DEFAULT_LIMITS.timeoutMs),
      cpuMs: whole(...LIMIT_BOUNDS.cpuMs).default(DEFAULT_LIMITS.cpuMs),
      memoryMb: whole(...LIMIT_BOUNDS.memoryMb).default(DEFAULT_LIMITS.memoryMb),
    })
    .default(DEFAULT_LIMITS),
  batch: z
    .strictObject({ maxCount: whole(1, MAX_BATCH_COUNT).default(DEFAULT_BATCH_COUNT) })
    .default({ maxCount: DEFAULT_BATCH_COUNT }),
  egress: z
    .array(host)
    .max(MAX_HOSTS, { error: `has more than ${MAX_HOSTS} hosts` })
    .nullable()
    .default(null),
});

function whole(min: number, max: number): z.ZodNumber {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** Reads `destination.json` and fills in what it leaves out. `input` is its parsed JSON. */
export function parseManifest(input: unknown): ManifestResult {
  const result = manifestSchema.safeParse(input, { reportInput: true });
  if (!result.success) return { kind: 'refused', problems: result.error.issues.flatMap(problemsOf) };
  const twice = findRepeated(result.data.settings?.map((each) => each.name) ?? []);
  if (twice === -1) return { kind: 'parsed', manifest: result.data };
  return {
    kind: 'refused',
    problems: [{ path: ['settings', twice, 'name'], reason: 'is the name of another setting already' }],
  };
}

function findRepeated(names: readonly string[]): number {
  return names.findIndex((each, index) => names.indexOf(each) < index);
}

function problemsOf(issue: z.core.$ZodIssue): readonly ManifestProblem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], reason: explainUnknown(key, path) }));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return [{ path, reason: 'is missing' }];
  if (issue.code === 'invalid_type' && !issue.message.startsWith('must')) {
    return [{ path, reason: `must be ${withArticle(issue.expected)}, is ${kindOf(issue.input)}` }];
  }
  const { input } = issue;
  const shown =
    typeof input === 'string' || typeof input === 'number'
      ? `, is ${JSON.stringify(input).slice(0, 60)}`
      : '';
  return [{ path, reason: `${issue.message}${shown}` }];
}

function withArticle(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

/** The members that an object of the manifest may have, by where it stands. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(manifestSchema.shape),
  settings: ['name', 'label', 'description', 'type', 'required', 'sensitive'],
  limits: Object.keys(DEFAULT_LIMITS),
  batch: ['maxCount'],
};

function explainUnknown(key: string, path: readonly (string | number)[]): string {
  const known = MEMBERS[String(path[0] ?? '')] ?? [];
  const [nearest] = known
    .map((member) => ({ member, wrong: wrongLetters(key.toLowerCase(), member.toLowerCase()) }))
    .sort((a, b) => a.wrong - b.wrong);
  const hint =
    nearest !== undefined && nearest.wrong <= 2
      ? `did you mean ${nearest.member}?`
      : `use ${known.join(', ')}`;
  return `is unknown, ${hint}`;
}
