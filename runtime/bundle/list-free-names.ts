import { parse } from 'acorn';
import { analyze } from 'eslint-scope';
import type { Reference } from 'eslint-scope';
import { listWords } from './list-words.ts';

/** A name that a program takes for granted, where it does: nothing in the code declares or defines it. */
export interface FreeName {
  readonly name: string;
  /** In UTF-16 units. */
  readonly offset: number;
  /** Whether `typeof` alone asks for it, which needs no value. */
  readonly isOnlyProbed: boolean;
}

/**
 * Finds which of `names` a script takes for granted, at each place where it reads one. Locals, properties, strings and
 * comments are none, nor is a global that the script sets itself; `uuidv5 = uuidv5.uuidv5` reads before it sets.
 *
 * @param code what V8 compiles as a script
 */
export function listFreeNames(code: string, names: readonly string[]): readonly FreeName[] {
  // Most programs name none, and need no parser.
  if (!wordPattern(names).test(code)) return [];
  const references = listUnbound(code);
  if (references === null) return listByWords(code, names);
  return names.flatMap((name) => {
    const own = references.filter(({ identifier }) => identifier.name === name);
    const reads = own.filter((reference) => reference.isRead()).map(offsetOf);
    const isSet = own.some((reference) => setsAnew(reference, reads));
    return isSet ? [] : reads.map((offset) => ({ name, offset, isOnlyProbed: isProbed(code, offset) }));
  });
}

function wordPattern(names: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<![\p{ID_Continue}$])(?:${names.join('|')})(?![\p{ID_Continue}$])`, 'u');
}

/** @returns `null` where the parser gives up on what V8 takes: a syntax that is newer, or nested too deeply */
function listUnbound(code: string): readonly Reference[] | null {
  try {
    const tree = parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowHashBang: true,
      ranges: true,
    });
    // Both mean ESTree, and write its types differently.
    const { globalScope } = analyze(tree as Parameters<typeof analyze>[0], {
      ecmaVersion: 2025,
      sourceType: 'script',
      ignoreEval: true,
    });
    return globalScope!.through.filter(({ identifier }) => !globalScope!.set.has(identifier.name));
  } catch {
    return null;
  }
}

/** Every word then: a global more than is needed harms nobody. */
function listByWords(code: string, names: readonly string[]): readonly FreeName[] {
  return listWords(code)
    .filter(({ kind, text }) => kind === 'name' && names.includes(text))
    .map(({ text, offset }) => ({ name: text, offset, isOnlyProbed: true }));
}

const NOWHERE = [0, 0] as const;

/** Whether a reference defines its name by a value that doesn't come from it. */
function setsAnew(reference: Reference, reads: readonly number[]): boolean {
  if (!reference.isWrite() || reference.isRead()) return false;
  const [start, end] = reference.writeExpr?.range ?? NOWHERE;
  return !reads.some((at) => at >= start && at < end);
}

function offsetOf({ identifier }: Reference): number {
  // The parser was asked for ranges.
  return identifier.range![0];
}

function isProbed(code: string, offset: number): boolean {
  return /\btypeof[\s(]*$/.test(code.slice(Math.max(0, offset - 100), offset));
}
