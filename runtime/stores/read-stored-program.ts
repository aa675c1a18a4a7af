import { createHash } from 'node:crypto';
import type { Program } from '../contract/program.ts';
import { BrokenError } from './broken-error.ts';
import { parseProgramText } from './program-text.ts';

/**
 * Reads the stored form of the program that is known by `hash`, wherever it came from.
 * @throws BrokenError when its SHA-256 is another, or it can't be read
 */
export function readStoredProgram(hash: string, text: string): Program {
  const what = `read program "${hash}"`;
  const found = hashProgramText(text);
  if (found !== hash) throw new BrokenError(what, `the SHA-256 of what is stored is ${found}`);
  try {
    return { hash, ...parseProgramText(text) };
  } catch (cause) {
    throw BrokenError.because(what, cause);
  }
}

/** What a stored program is known by. */
export function hashProgramText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
