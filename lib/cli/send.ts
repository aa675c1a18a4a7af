import { SqsQueueSender } from '../../runtime/queues/sqs-queue-sender.ts';
import { connect } from '../local/connect.ts';
import { CommandError } from './command-error.ts';
import { connectDeployed } from './connect-deployed.ts';
import { count } from './count.ts';
import { DEFAULT_DATA } from './defaults.ts';
import { findRunning } from './find-running.ts';
import { parseEvents } from './parse-events.ts';
import { parseOptions } from './parse-options.ts';
import { nameInput, readInput } from './read-input.ts';
import type { Io, Verb } from './verb.ts';

const HELP = `Usage: sluice send [<file>|-] [--write-key <key>] [--data <folder>]
       sluice send [<file>|-] [--write-key <key>] --queue-url <url> [--region <region>]

Sends events from a file or stdin: a JSON object, an array of them, { "batch": [...] }, or one of these a line (NDJSON).
When one of them can't be read, nothing is sent.

Options:
  --write-key <key>   The source's, for events that name none themselves
  --data <folder>     Sends to the local platform that runs on this folder. Default: ${DEFAULT_DATA}
  --queue-url <url>   Sends to the events queue of a deployed Sluice (EventsQueueUrl in the outputs of its stack), with
                      credentials from the environment
  --region <region>   Of that queue. Default: from the environment

Prints how many events and messages were sent. Exit status: 0 all sent, 1 some were not, 2 nothing was tried.
`;
/** Of the problems of an input; whoever reads them mends the first ones and looks again. */
const MAX_PROBLEMS_SHOWN = 20;

/** `sluice send`: puts events into the events queue. */
export const send: Verb = {
  name: 'send',
  help: HELP,
  run: async (args, io) => {
    const options = {
      'write-key': { type: 'string' },
      data: { type: 'string' },
      'queue-url': { type: 'string' },
      region: { type: 'string' },
    } as const;
    const { values, positionals } = parseOptions('send', args, options, 1);
    const input = positionals[0] ?? '-';
    const parsed = parseEvents(await readInput(input, io), values['write-key'] ?? null);
    if (parsed.kind === 'refused') throw refuse(input, parsed.problems);

    const target = await findQueue(values, io);
    using clients = target.clients;
    const codes = new Set<string>();
    const sender = new SqsQueueSender(clients.sqs, target.queueUrl, {
      onProblem: ({ code }) => codes.add(code),
    });
    const unsent = await sender.send(parsed.bodies.map((body) => ({ body })));
    if (unsent.length > 0) {
      const reasons = [...codes].join(', ');
      io.stderr.write(`Cannot send ${unsent.length} of ${parsed.bodies.length} messages: ${reasons}\n`);
      return 1;
    }
    io.stdout.write(`Sent ${count(parsed.events, 'event')} in ${count(parsed.bodies.length, 'message')}\n`);
    return 0;
  },
};

interface TargetOptions {
  readonly data?: string | undefined;
  readonly region?: string | undefined;
  readonly 'queue-url'?: string | undefined;
}

async function findQueue({ data, region, 'queue-url': queueUrl }: TargetOptions, io: Io) {
  if (queueUrl !== undefined) return { clients: await connectDeployed(region), queueUrl };
  const state = await findRunning(data, io);
  return { clients: connect(state), queueUrl: state.eventsQueueUrl };
}

function refuse(input: string, problems: readonly string[]): CommandError {
  const shown = problems.slice(0, MAX_PROBLEMS_SHOWN);
  const rest = problems.length - shown.length;
  const lines = [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])];
  return new CommandError(
    [`Cannot send ${nameInput(input)}:`, ...lines.map((line) => `  ${line}`)].join('\n'),
    'Nothing was sent',
  );
}
