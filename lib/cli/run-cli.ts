import { CommandError } from './command-error.ts';
import type { Io, Verb } from './verb.ts';

interface VerbEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads only what the verb needs: `--help` shouldn't wait for an AWS client. */
  readonly load: () => Promise<Verb>;
}

const VERBS: readonly VerbEntry[] = [
  {
    name: 'up',
    summary: 'Runs Sluice on this machine: queues, stores, sandbox and all',
    load: async () => (await import('./up.ts')).up,
  },
  {
    name: 'send',
    summary: 'Sends events from a file or stdin',
    load: async () => (await import('./send.ts')).send,
  },
  {
    name: 'dead-letters',
    summary: 'Lists, shows and redrives what could not be delivered',
    load: async () => (await import('./dead-letters.ts')).deadLetters,
  },
  {
    name: 'invoke',
    summary: 'Runs a function once, in the sandbox of production',
    load: async () => (await import('./invoke.ts')).invoke,
  },
];

const CANNOT_RUN = 2;
const HELP_FLAGS: ReadonlySet<string> = new Set(['--help', '-h']);

const HELP = `Usage: sluice <verb> [options]

Runs partners' integration code safely.

Verbs:
${VERBS.map(({ name, summary }) => `  ${name.padEnd(14)}${summary}`).join('\n')}

"sluice <verb> --help" says more about one of them.
`;

/** Runs the command that `args` (without node and script) ask for. @returns the exit status */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    io.stderr.write(HELP);
    return CANNOT_RUN;
  }
  if (HELP_FLAGS.has(name) || name === 'help') {
    io.stdout.write(HELP);
    return 0;
  }
  const entry = VERBS.find((each) => each.name === name);
  if (entry === undefined) {
    io.stderr.write(
      `Cannot run "sluice ${name}": there is no such verb\nRun "sluice --help" for all verbs\n`,
    );
    return CANNOT_RUN;
  }
  const verb = await entry.load();
  if (asksForHelp(rest)) {
    io.stdout.write(verb.help);
    return 0;
  }
  try {
    return await verb.run(rest, io);
  } catch (error) {
    io.stderr.write(`${describe(error, name)}\n`);
    return CANNOT_RUN;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).some((each) => HELP_FLAGS.has(each));
}

function describe(error: unknown, verb: string): string {
  if (error instanceof CommandError) return [error.message, error.nextStep ?? []].flat().join('\n');
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Cannot finish "sluice ${verb}": ${reason}`;
}
