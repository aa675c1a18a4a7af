import { HANDLER_NAMES } from '../../contract/program.ts';
import { describeThrown } from './describe-error.ts';
import type { Handler, Handlers } from './handlers.ts';
import { placeMissingHandlers, withoutMissing } from './missing-handler.ts';
import { bindTo, createObject, isInstance, NativePromise } from '../bridge/primordials.ts';
import { firstPlace } from '../stack/first-place.ts';

export type Loaded = { readonly handlers: Handlers; readonly names: string } | { readonly problem: string };

/** A program's code, and how it is to be read. */
interface LoadedCode {
  readonly kind: string;
  readonly code: string;
  readonly fileName: string;
  readonly moduleVariable: string;
}

/** Called by another name, `eval` runs its text as global code, in sloppy mode unless the text begins with a directive. */
const evaluate = globalThis.eval;
/**
 * After an empty statement no string is a directive. In Segment's runtime a script's `'use strict'` is none either, and
 * published functions have one and assign undeclared variables all the same.
 */
const NO_DIRECTIVE = ';';
/** Nothing but blanks and comments before it. */
const BEGINS_WITH_STRING =
  /^(?:\s|\/\/[^\n\r\u2028\u2029]*[\n\r\u2028\u2029]|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*['"]/;

/** Reads the handlers where the script declared them, be it by `function`, `let`, `const` or plain assignment. */
const READ_HANDLERS = (() => {
  let members = '__proto__: null';
  for (const name of HANDLER_NAMES)
    members += `, ${name}: typeof ${name} === 'function' ? ${name} : undefined`;
  return `\n;({ ${members} })`;
})();

/** Of a module: it stands in a function, which is one line above it. */
export const LINES_BEFORE_MODULE = 1;

/**
 * Runs a program's code once. A script's declarations become globals, as in Segment; a module stands in a function
 * and leaves its exports in `moduleVariable`. Whatever the code throws ends here, inside the timed entry.
 *
 * @param done is told at once; of a module that awaits at its top level when it has ended, which is within the same
 * entry or never: nothing that needs another entry (a request, a timer) is waited for
 */
export function loadProgram(program: LoadedCode, done: (loaded: Loaded) => void): void {
  const { kind, code, fileName, moduleVariable } = program;
  const sourceUrl = `\n//# sourceURL=${fileName}`;
  try {
    if (kind !== 'module') {
      placeMissingHandlers(code);
      const start = BEGINS_WITH_STRING.test(code) ? NO_DIRECTIVE : '';
      done(loadedBy(withoutMissing(evaluate(start + code + READ_HANDLERS + sourceUrl) as Handlers)));
      return;
    }
    const exported = evaluate(`(function () {\n${code}\nreturn ${moduleVariable};})()${sourceUrl}`);
    if (isInstance(NativePromise, exported)) void awaitExports(exported as Promise<unknown>, done);
    else done(loadedBy(readExports(exported)));
  } catch (thrown) {
    done({ problem: describeLoadError(thrown) });
  }
}

async function awaitExports(exported: Promise<unknown>, done: (loaded: Loaded) => void): Promise<void> {
  try {
    done(loadedBy(readExports(await exported)));
  } catch (thrown) {
    done({ problem: describeLoadError(thrown) });
  }
}

function loadedBy(handlers: Handlers): Loaded {
  return { handlers, names: namesOf(handlers) };
}

/** Named exports first, then members of the default export, which may use each other by `this`. */
function readExports(exported: unknown): Handlers {
  const handlers = createObject(null) as Handlers;
  const named = exported as { readonly [name: string]: unknown };
  const members = named.default as { readonly [name: string]: unknown } | undefined | null;
  for (let index = 0; index < HANDLER_NAMES.length; index += 1) {
    const name = HANDLER_NAMES[index]!;
    const exportedHandler = named[name];
    const member = members?.[name];
    if (typeof exportedHandler === 'function') handlers[name] = exportedHandler as Handler;
    else if (typeof member === 'function') handlers[name] = bindTo(member as Handler, members);
  }
  return handlers;
}

function namesOf(handlers: Handlers): string {
  let names = '';
  for (let index = 0; index < HANDLER_NAMES.length; index += 1) {
    const name = HANDLER_NAMES[index]!;
    if (handlers[name] !== undefined) names += names === '' ? name : `,${name}`;
  }
  return names;
}

/** The error with the place in the author's files that its stack begins with. */
function describeLoadError(thrown: unknown): string {
  let message: string;
  try {
    message = describeThrown(thrown);
  } catch {
    return 'threw a value that cannot be read';
  }
  try {
    const { stack } = thrown as { readonly stack?: unknown };
    const place = typeof stack === 'string' ? firstPlace(stack) : '';
    return place === '' ? message : `${message} (${place})`;
  } catch {
    return message;
  }
}
