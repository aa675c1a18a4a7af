import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { CommandError } from './command-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>
>;

/**
 * Reads a verb's options and positional arguments.
 * @param most how many positional arguments the verb takes at most
 * @throws CommandError that names the argument and the help to look at
 */
export function parseOptions<const T extends Options>(
  verb: string,
  args: readonly string[],
  options: T,
  most: number,
): Parsed<T> {
  const parsed = parse(verb, args, options);
  const stray = parsed.positionals[most];
  if (stray !== undefined) throw refuse(verb, `argument "${stray}" is one too many`);
  return parsed;
}

function parse<const T extends Options>(verb: string, args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Its messages go on for a second sentence about "--", which helps nobody here.
    const [reason = ''] = (error as Error).message.split('. ');
    throw refuse(verb, reason.charAt(0).toLowerCase() + reason.slice(1).replaceAll("'", '"'));
  }
}

function refuse(verb: string, reason: string): CommandError {
  return new CommandError(
    `Cannot run "sluice ${verb}": ${reason}`,
    `Run "sluice ${verb} --help" for what it takes`,
  );
}
