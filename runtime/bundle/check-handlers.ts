import { HANDLER_NAMES } from '../contract/program.ts';
import type { Problem } from './build-error.ts';
import type { Word } from './list-words.ts';
import { listWords } from './list-words.ts';
import { positionOf, START } from './position.ts';
import { wrongLetters } from './wrong-letters.ts';

/** Names of the global object: `self[name] = …` may define any handler. */
const GLOBAL_NAMES = new Set(['globalThis', 'self', 'this', 'window']);
/** Of a near miss: the letters that may be wrong, missing or too many. */
const MAX_WRONG_LETTERS = 2;

/**
 * Whether a script defines a handler, as far as its text tells: `onTrack` anywhere in its code, or as a whole string
 * (`globalThis['onTrack'] = …`), or a member of the global object whose name is computed.
 *
 * @returns what is wrong, or `null`
 */
export function checkScriptHandlers(code: string, file: string): Problem | null {
  const words = listWords(code);
  const isDefined = words.some(
    (word) => isHandlerName(word.text) || (word.isIndexed && GLOBAL_NAMES.has(word.text)),
  );
  return isDefined ? null : missingHandler(words, code, file);
}

/**
 * Whether a module exports a handler. The members of a default export show only when it runs, so it is taken.
 * @returns what is wrong, or `null`
 */
export function checkModuleHandlers(
  exportNames: readonly string[],
  entry: { readonly code: string; readonly file: string },
): Problem | null {
  if (exportNames.some((name) => name === 'default' || isHandlerName(name))) return null;
  const words = listWords(entry.code);
  const unexported = words.find((word) => word.kind === 'name' && isHandlerName(word.text));
  if (unexported !== undefined && exportNames.every((name) => nearestHandler(name) === undefined)) {
    const position = positionOf(entry.code, unexported.offset);
    return {
      file: entry.file,
      position,
      reason: `exports no handler: ${unexported.text} is not exported, write "export" before it`,
    };
  }
  return missingHandler(
    words.filter(({ text }) => exportNames.includes(text)),
    entry.code,
    entry.file,
  );
}

function missingHandler(words: readonly Word[], code: string, file: string): Problem {
  const reason = `defines no handler: declare at least one of ${HANDLER_NAMES.join(', ')}`;
  const miss = words.find(({ kind, text }) => kind === 'name' && nearestHandler(text) !== undefined);
  if (miss === undefined) return { file, position: START, reason };
  return {
    file,
    position: positionOf(code, miss.offset),
    reason: `${reason}; did you mean ${nearestHandler(miss.text)} by ${miss.text}?`,
  };
}

function isHandlerName(text: string): boolean {
  return HANDLER_NAMES.some((name) => name === text);
}

/** The handler that was most likely meant by `name`, or nothing. */
function nearestHandler(name: string): string | undefined {
  if (!/^on_?[a-z]/i.test(name)) return undefined;
  const plain = name.toLowerCase().replaceAll('_', '');
  const [nearest] = HANDLER_NAMES.map((handler) => ({
    handler,
    wrong: wrongLetters(plain, handler.toLowerCase()),
  })).sort((a, b) => a.wrong - b.wrong);
  return nearest !== undefined && nearest.wrong <= MAX_WRONG_LETTERS ? nearest.handler : undefined;
}
