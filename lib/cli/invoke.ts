import { resolve } from 'node:path';
import { BuildError } from '../../runtime/bundle/build-error.ts';
import type { Settings } from '../../runtime/contract/destination.ts';
import { MAX_SETTINGS_BYTES } from '../../runtime/contract/destination.ts';
import { MAX_EVENT_BYTES } from '../../runtime/contract/event.ts';
import type { Limits } from '../../runtime/contract/manifest.ts';
import { LIMIT_BOUNDS } from '../../runtime/contract/manifest.ts';
import { ParseError } from '../../runtime/contract/parse-error.ts';
import type { JsonObject } from '../../runtime/contract/shape.ts';
import { expectObject } from '../../runtime/contract/shape.ts';
import { parseRespondRules } from '../../runtime/sandbox/egress/respond-rule.ts';
import { CommandError } from './command-error.ts';
import { describeAnswer, toAnswer } from './invoke-answer.ts';
import { parseOptions } from './parse-options.ts';
import { nameInput, readInput } from './read-input.ts';
import type { RunOnce } from './run-once.ts';
import { runOnce } from './run-once.ts';
import type { Io, Verb } from './verb.ts';

const HELP = `Usage: sluice invoke <file or folder> --event <file or -> [options]

Runs a function once, in the very sandbox that production uses. An event that is an array goes to onBatch when there is
one, else each of its events on its own, in order, in one isolate.

Options:
  --event <file or ->        The event as JSON, or an array of them; - reads stdin
  --settings <file or JSON>  Default: {}
  --json                     Prints one JSON document, and nothing else on stdout
  --allow-private-network    Lets the function reach this machine and its network
  --respond <file or JSON>   Answers requests by rules instead of sending them:
                             [{ "method": "POST", "url": "https://api.acme.example/*", "status": 200, "body": {} }]
  --timeout <ms>             In place of the manifest's, ${LIMIT_BOUNDS.timeoutMs.join(' to ')}
  --memory <MB>              In place of the manifest's, ${LIMIT_BOUNDS.memoryMb.join(' to ')}

Exit status: 0 all delivered, 1 something was not, 2 the command could not run.
`;

const OPTIONS = {
  event: { type: 'string' },
  settings: { type: 'string', default: '{}' },
  json: { type: 'boolean', default: false },
  'allow-private-network': { type: 'boolean', default: false },
  respond: { type: 'string' },
  timeout: { type: 'string' },
  memory: { type: 'string' },
} as const;

/** `sluice invoke`: runs a function for one event, or some. */
export const invoke: Verb = {
  name: 'invoke',
  help: HELP,
  run: async (args, io) => {
    const { values, positionals } = parseOptions('invoke', args, OPTIONS, 1);
    const [path] = positionals;
    if (path === undefined) throw refuse('the function to run is missing');
    if (values.event === undefined) throw refuse('--event is missing');
    const fromStdin = [values.event, values.settings, values.respond].filter((each) => each === '-');
    if (fromStdin.length > 1) throw refuse('only one of --event, --settings and --respond can be stdin');
    const limits = {
      ...parseLimit('timeout', values.timeout, 'timeoutMs'),
      ...parseLimit('memory', values.memory, 'memoryMb'),
    };
    const named = nameInput(values.event);
    const event = parseJson(await readInput(values.event, io), named);
    const events: readonly unknown[] = Array.isArray(event) ? event : [event];
    checked(named, () => events.forEach((each, index) => checkEvent(each, `event ${index + 1}`)));

    const settings = await readJsonOption('settings', values.settings, io);
    const respond = values.respond === undefined ? null : await readJsonOption('respond', values.respond, io);
    const results = await run({
      path: resolve(io.cwd, path),
      events,
      asArray: Array.isArray(event),
      settings: checked('--settings', () => checkSettings(settings)),
      limits,
      allowPrivateNetwork: values['allow-private-network'] ? 'all' : [],
      respond: respond === null ? null : checked('--respond', () => parseRespondRules(respond)),
    });
    const answers = results.map(toAnswer);
    const document = Array.isArray(event) ? answers : answers[0];
    io.stdout.write(
      values.json ? `${JSON.stringify(document, null, 2)}\n` : answers.map(describeAnswer).join(''),
    );
    return answers.every((each) => each.outcome === 'delivered') ? 0 : 1;
  },
};

async function run(job: RunOnce): Promise<Awaited<ReturnType<typeof runOnce>>> {
  try {
    return await runOnce(job);
  } catch (error) {
    if (error instanceof BuildError) throw new CommandError(error.message, null, { cause: error });
    throw error;
  }
}

/** JSON on the command line begins with a bracket; anything else names a file. */
async function readJsonOption(name: string, value: string, io: Io): Promise<unknown> {
  if (/^\s*[[{]/.test(value)) return parseJson(value, `--${name}`);
  return parseJson(await readInput(value, io), nameInput(value));
}

function parseJson(text: string, named: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandError(`Cannot read ${named}: it is not JSON`, null, { cause });
  }
}

function checked<Value>(named: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (error instanceof ParseError) throw new CommandError(`Cannot use ${named}: ${error.message}`);
    throw error;
  }
}

/** Any object may be tried, but none that is larger than production takes. */
function checkEvent(input: unknown, path: string): void {
  checkSize(expectObject(input, path), path, MAX_EVENT_BYTES);
}

function checkSettings(input: unknown): Settings {
  const settings = expectObject(input, 'settings');
  checkSize(settings, 'settings', MAX_SETTINGS_BYTES);
  return settings;
}

function checkSize(value: JsonObject, path: string, maxBytes: number): void {
  const sizeBytes = Buffer.byteLength(JSON.stringify(value));
  if (sizeBytes > maxBytes) throw new ParseError(path, `is ${sizeBytes} bytes, the limit is ${maxBytes}`);
}

function parseLimit(option: string, text: string | undefined, limit: keyof Limits): Partial<Limits> {
  if (text === undefined) return {};
  const [min, max] = LIMIT_BOUNDS[limit];
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return { [limit]: value };
  throw refuse(`--${option} must be a whole number from ${min} to ${max}, is "${text}"`);
}

function refuse(reason: string): CommandError {
  return new CommandError(
    `Cannot run "sluice invoke": ${reason}`,
    'Run "sluice invoke --help" for what it takes',
  );
}
