import type { HandlerName } from '../../contract/program.ts';
import { HANDLER_NAMES } from '../../contract/program.ts';
import { describeThrown } from './describe-error.ts';
import { bindTo, charCodeAt, createObject, indexOf, sliceString } from '../bridge/primordials.ts';

/** A guest's handler; what it throws and returns may be anything. */
export type Handler = (input: unknown, settings: unknown) => unknown;

/** The handlers that a program defines; without a prototype. */
export type Handlers = { [name in HandlerName]?: Handler };

export type Loaded = { readonly handlers: Handlers; readonly names: string } | { readonly problem: string };

/** Called by another name, `eval` runs its text as global code, in sloppy mode unless the text says otherwise. */
const evaluate = globalThis.eval;

/** Reads the handlers where the script declared them, be it by `function`, `let`, `const` or plain assignment. */
const READ_HANDLERS = (() => {
  let members = '__proto__: null';
  for (const name of HANDLER_NAMES)
    members += `, ${name}: typeof ${name} === 'function' ? ${name} : undefined`;
  return `\n;({ ${members} })`;
})();

/**
 * Runs a program's code once. A script's declarations become globals, as in Segment; a module stands in a function
 * and leaves its exports in `moduleVariable`. Whatever the code throws ends here, inside the timed entry.
 */
export function loadProgram(
  kind: string,
  code: string,
  { fileName, moduleVariable }: { readonly fileName: string; readonly moduleVariable: string },
): Loaded {
  const sourceUrl = `\n//# sourceURL=${fileName}`;
  try {
    const found =
      kind === 'module'
        ? readExports(evaluate(`(function () {${code}\nreturn ${moduleVariable};})()${sourceUrl}`))
        : (evaluate(code + READ_HANDLERS + sourceUrl) as Handlers);
    return { handlers: found, names: namesOf(found) };
  } catch (thrown) {
    return { problem: describeLoadError(thrown, fileName) };
  }
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

/** The error with the first position of its stack that lies in the author's file. */
function describeLoadError(thrown: unknown, fileName: string): string {
  let message: string;
  try {
    message = describeThrown(thrown);
  } catch {
    return 'threw a value that cannot be read';
  }
  try {
    const { stack } = thrown as { readonly stack?: unknown };
    const position = typeof stack === 'string' ? positionIn(stack, fileName) : '';
    return position === '' ? message : `${message} (${fileName}${position})`;
  } catch {
    return message;
  }
}

/** `:line:column` after the file's name. */
function positionIn(stack: string, fileName: string): string {
  const at = indexOf(stack, `${fileName}:`);
  if (at < 0) return '';
  const from = at + fileName.length;
  let end = from;
  while (end < stack.length && isPositionCharacter(charCodeAt(stack, end))) end += 1;
  return sliceString(stack, from, end);
}

function isPositionCharacter(code: number): boolean {
  return code === 58 || (code >= 48 && code <= 57);
}
