import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CommandError } from './command-error.ts';
import type { Io } from './verb.ts';

/** What a command can hold and parse at once. */
const MAX_INPUT_BYTES = 256 * 1024 * 1024;
const STDIN = '-';

/**
 * Reads a file that the command line names, or stdin for `-`.
 * @throws CommandError when it can't be read, is larger than 256 MiB or isn't UTF-8
 */
export async function readInput(name: string, io: Io): Promise<string> {
  const shown = nameInput(name);
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const piece of name === STDIN ? io.stdin : await openFile(resolve(io.cwd, name))) {
      pieces.push(Buffer.from(piece as Buffer));
      sizeBytes += (piece as Buffer).length;
      if (sizeBytes > MAX_INPUT_BYTES) break;
    }
  } catch (cause) {
    throw new CommandError(`Cannot read ${shown}: ${reasonOf(cause)}`, null, { cause });
  }
  if (sizeBytes > MAX_INPUT_BYTES) {
    throw new CommandError(`Cannot read ${shown}: it is larger than ${MAX_INPUT_BYTES} bytes`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch (cause) {
    throw new CommandError(`Cannot read ${shown}: it is not UTF-8 text`, null, { cause });
  }
}

/** As messages have it. */
export function nameInput(name: string): string {
  return name === STDIN ? 'stdin' : `"${name}"`;
}

async function openFile(path: string): Promise<AsyncIterable<unknown>> {
  const file = await open(path);
  return file.createReadStream();
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'it does not exist';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  return message;
}
