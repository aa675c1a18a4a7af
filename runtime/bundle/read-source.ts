import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const READ_WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK;

/** Of one source file, in bytes: types and comments that don't reach the program have room, a stray dump has not. */
export const MAX_SOURCE_BYTES = 4 * 1024 * 1024;

/** What keeps a file from being read, in words for its author. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`Cannot read a source file: ${reason}`, options);
    this.reason = reason;
  }
}

/**
 * Reads a text file byte for byte, after a look at its size.
 * @throws UnreadableError when it isn't there, isn't a file, is larger than `maxBytes` or isn't UTF-8.
 */
export async function readSource(path: string, maxBytes = MAX_SOURCE_BYTES): Promise<string> {
  const bytes = await readBytes(path, maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UnreadableError('is not UTF-8 text', { cause });
  }
}

async function readBytes(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    // A handle, so that what was measured is what is read; not blocking, so that a pipe is refused and not waited for.
    await using file = await open(path, READ_WITHOUT_WAITING);
    const stat = await file.stat();
    if (!stat.isFile()) throw new UnreadableError('is not a file');
    if (stat.size > maxBytes) {
      throw new UnreadableError(`is ${stat.size} bytes, the limit of a source file is ${maxBytes}`);
    }
    return await file.readFile();
  } catch (cause) {
    if (cause instanceof UnreadableError) throw cause;
    throw new UnreadableError(reasonOf(cause), { cause });
  }
}

/** @param cause what the file system threw */
function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  return `cannot be read, ${message}`;
}
