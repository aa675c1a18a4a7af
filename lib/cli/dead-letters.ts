import type { DeadLetter } from '../../runtime/contract/dead-letter.ts';
import { CommandError } from './command-error.ts';
import { DEFAULT_DATA } from './defaults.ts';
import { describeLetter, listLetters, toListed } from './describe-letters.ts';
import type { DeadLetterDesk } from './open-dead-letters.ts';
import { openDeadLetters, STORE_OPTIONS } from './open-dead-letters.ts';
import { parseOptions } from './parse-options.ts';
import { redrive } from './redrive.ts';
import type { Io, Verb } from './verb.ts';

const HELP = `Usage: sluice dead-letters list [--destination <name>] [--json]
       sluice dead-letters show <id> [--json]
       sluice dead-letters redrive <id>... | --all [--destination <name>] [--json]

Dead letters are deliveries that were given up and are kept, with their event and every reason. Redrive sends them
again as if for the first time, by what is published now; the letter is deleted when that is safely sent.

Options:
  --destination <name>   Only those of one destination
  --all                  Redrives all of them
  --json                 Prints JSON, and nothing else on stdout
  --data <folder>        Of the local platform that runs on this folder. Default: ${DEFAULT_DATA}

For a deployed Sluice, with credentials from the environment, and what the outputs of its stack say:
  --bucket <name>                FiledBucketName
  --table <name>                 RegistryTableName
  --deliveries-queue-url <url>   StreamDeliveriesQueueUrl, to redrive
  --region <region>              Default: from the environment

Exit status: 0 done, 1 there is no such letter or some could not be sent, 2 the command could not run.
`;

const OPTIONS = {
  ...STORE_OPTIONS,
  destination: { type: 'string' },
  all: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

interface Request {
  readonly ids: readonly string[];
  readonly destination: string | undefined;
  readonly isAll: boolean;
  readonly isJson: boolean;
}

type Action = (request: Request, desk: DeadLetterDesk, io: Io) => Promise<number>;

/** `sluice dead-letters`: shows what could not be delivered, and sends it again. */
export const deadLetters: Verb = {
  name: 'dead-letters',
  help: HELP,
  run: async (args, io) => {
    const { values, positionals } = parseOptions('dead-letters', args, OPTIONS, Infinity);
    const [name = '', ...ids] = positionals;
    const action = ACTIONS[name];
    if (action === undefined) throw refuse(name === '' ? 'list, show or redrive?' : `"${name}" is unknown`);
    const { destination, all: isAll, json: isJson } = values;
    if (name === 'list' && ids.length > 0) throw refuse('list takes no ids');
    if (name === 'show' && ids.length !== 1) throw refuse('show takes one id');
    if (name === 'redrive' && isAll === ids.length > 0) throw refuse('redrive takes ids or --all');
    using desk = await openDeadLetters(values, io);
    return action({ ids, destination, isAll, isJson }, desk, io);
  },
};

const ACTIONS: Readonly<Record<string, Action>> = { list, show, redrive: redriveSome };

async function list(request: Request, desk: DeadLetterDesk, io: Io): Promise<number> {
  const names = await readNames(desk);
  const listed = (await findLetters(request, desk, names)).map((letter) => toListed(letter, names));
  io.stdout.write(request.isJson ? `${JSON.stringify(listed, null, 2)}\n` : listLetters(listed));
  return 0;
}

async function show(request: Request, desk: DeadLetterDesk, io: Io): Promise<number> {
  const names = await readNames(desk);
  const [letter] = await findLetters(request, desk, names);
  if (letter === undefined) return reportMissing(request.ids, io);
  const { delivery, ...head } = letter;
  const { eventText, ...ofDelivery } = delivery;
  const event: unknown = JSON.parse(eventText);
  const whole = { ...head, ...toListed(letter, names), delivery: ofDelivery, event };
  io.stdout.write(request.isJson ? `${JSON.stringify(whole, null, 2)}\n` : describeLetter(letter, names));
  return 0;
}

async function redriveSome(request: Request, desk: DeadLetterDesk, io: Io): Promise<number> {
  const names = await readNames(desk);
  const found = await findLetters(request, desk, names);
  const foundIds = new Set(found.map(({ id }) => id));
  const missing = request.ids.filter((id) => !foundIds.has(id));
  if (missing.length > 0) reportMissing(missing, io);
  const { sent, unsent } = await redrive(found, {
    letters: desk.letters,
    deliveries: desk.deliveries(),
    now: Date.now,
  });
  if (unsent > 0) io.stderr.write(`Cannot send ${unsent} of ${found.length}: they are kept, try again\n`);
  io.stdout.write(
    request.isJson ? `${JSON.stringify({ redriven: sent, unsent, missing })}\n` : `Sent ${sent} again\n`,
  );
  return unsent > 0 || missing.length > 0 ? 1 : 0;
}

/** Every destination's name, by its id. */
async function readNames({ registry }: DeadLetterDesk): Promise<ReadonlyMap<string, string>> {
  const { destinations } = await registry.listAll();
  return new Map(destinations.map(({ id, name }) => [id, name]));
}

async function findLetters(
  { ids, destination }: Request,
  { letters }: DeadLetterDesk,
  names: ReadonlyMap<string, string>,
): Promise<readonly DeadLetter[]> {
  const wanted = new Set(ids);
  const found: DeadLetter[] = [];
  for await (const letter of letters.list(destination && idOf(destination, names))) {
    if (wanted.size > 0 && !wanted.has(letter.id)) continue;
    found.push(letter);
    if (found.length === wanted.size) break;
  }
  return found;
}

function idOf(destination: string, names: ReadonlyMap<string, string>): string {
  for (const [id, name] of names) if (name === destination || id === destination) return id;
  const known = [...names.values()].map((name) => `"${name}"`).join(', ');
  throw new CommandError(`Cannot find destination "${destination}"`, `There are ${known || 'none'}`);
}

function reportMissing(ids: readonly string[], io: Io): number {
  for (const id of ids) io.stderr.write(`Cannot find dead letter "${id}", see "sluice dead-letters list"\n`);
  return 1;
}

function refuse(reason: string): CommandError {
  return new CommandError(
    `Cannot run "sluice dead-letters": ${reason}`,
    'Run "sluice dead-letters --help" for what it takes',
  );
}
