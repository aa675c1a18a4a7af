import { OWN_SCRIPT_PREFIX } from '../../contract/program.ts';
import { defineProperty, indexOf, sliceString, uncurry } from '../bridge/primordials.ts';
import { placeInSources } from './place-in-sources.ts';

/** What V8 tells of a frame: https://v8.dev/docs/stack-trace-api. Its methods are read from V8's own prototype. */
type CallSite = object;

interface CallSiteMethods {
  readonly toString: () => string;
  readonly getScriptNameOrSourceURL: () => unknown;
}

type PrepareStackTrace = (error: unknown, sites: readonly CallSite[]) => unknown;

const ErrorClass = Error as ErrorConstructor & { prepareStackTrace?: PrepareStackTrace | undefined };
const errorToString = uncurry<unknown, [], string>(Error.prototype.toString);
const EVALUATED = 'eval (';

/**
 * Makes `stack` lead into the author's files: our own frames are left out, and positions of built code become those of
 * its sources. V8 asks only when a stack is read for the first time. An author may set another function in its place,
 * and so sees V8's call sites: they give away neither `this` nor functions of strict code, which the prelude is.
 */
export function installStackTraces(): void {
  const methods = callSiteMethods();
  const textOf = uncurry<CallSite, [], string>(methods.toString);
  const scriptOf = uncurry<CallSite, [], unknown>(methods.getScriptNameOrSourceURL);

  /** From the oldest frame to the newest, since a native one is told by who called it. */
  const framesOf = (sites: readonly CallSite[]): string => {
    let frames = '';
    let isCallerOurs = false;
    for (let index = sites.length - 1; index >= 0; index -= 1) {
      const script = scriptOf(sites[index]!);
      const isNative = typeof script !== 'string' && isCallerOurs && isWithoutPlace(textOf(sites[index]!));
      if (isNative || isOurs(script)) {
        isCallerOurs = true;
        continue;
      }
      isCallerOurs = false;
      const frame = placeInSources(withoutEval(textOf(sites[index]!), script));
      if (frame !== null) frames = `\n    at ${frame}${frames}`;
    }
    return frames;
  };

  defineProperty(ErrorClass, 'prepareStackTrace', {
    value: (error: unknown, sites: readonly CallSite[]): string => headerOf(error) + framesOf(sites),
    writable: true,
    configurable: true,
  });
}

/** V8 shows them to nobody but a function that prepares stack traces. */
function callSiteMethods(): CallSiteMethods {
  const before = ErrorClass.prepareStackTrace;
  ErrorClass.prepareStackTrace = (_, sites) => sites;
  const { stack } = new Error('asks for call sites') as { readonly stack?: unknown };
  ErrorClass.prepareStackTrace = before;
  const [site] = stack as readonly CallSite[];
  return Object.getPrototypeOf(site) as CallSiteMethods;
}

function isOurs(script: unknown): boolean {
  return typeof script === 'string' && indexOf(script, OWN_SCRIPT_PREFIX) === 0;
}

/** As V8 begins a stack: with the error as text, which its author may have made unreadable. */
function headerOf(error: unknown): string {
  try {
    return errorToString(error);
  } catch {
    return '<error>';
  }
}

/** What V8 calls "eval" in evaluated code is its top level, and any function without a name. */
function withoutEval(text: string, script: unknown): string {
  if (typeof script !== 'string') return text;
  const at = indexOf(text, `${EVALUATED}${script}:`);
  if (at < 0) return text;
  const before = sliceString(text, 0, at);
  const place = sliceString(text, at + EVALUATED.length, -1);
  return before === '' || before === 'async ' ? before + place : `${before}<anonymous> (${place})`;
}

/** Of a function that V8 brings: "eval (<anonymous>)", "Array.map (<anonymous>)". */
function isWithoutPlace(text: string): boolean {
  return sliceString(text, -'(<anonymous>)'.length) === '(<anonymous>)';
}
