import ivm from 'isolated-vm';
import type { Failed } from '../contract/outcome.ts';
import { failed } from '../contract/outcome.ts';
import type { HandlerName } from '../contract/program.ts';
import { HANDLER_NAMES, MODULE_VARIABLE } from '../contract/program.ts';
import type { EntryFault } from './guest-isolate.ts';
import { GuestIsolate } from './guest-isolate.ts';
import type { GuestLine } from './guest-lines.ts';
import { readGuestLines } from './guest-lines.ts';
import type { ProgramDefinition, SandboxServices } from './program-definition.ts';

/** A program's top-level code may take longer than a call's CPU time, since it runs once. */
const MIN_LOAD_TIMEOUT_MS = 1_000;

const ENDLESS_AWAIT =
  'Cannot load the function: a top-level await waits for something that does not end while it is loaded, ' +
  'as a request or a timer: await it in a handler';

export type LoadedGuest =
  | { readonly isolate: GuestIsolate; readonly handlers: readonly HandlerName[] }
  | { readonly failure: Failed };

/** Makes an isolate and runs the program's code in it, once. */
export async function loadGuest(
  definition: ProgramDefinition,
  { prelude, libraryScripts }: Pick<SandboxServices, 'prelude' | 'libraryScripts'>,
): Promise<LoadedGuest> {
  const { kind, code, fileName, limits } = definition;
  const isolate = await GuestIsolate.create(prelude, limits.memoryMb);
  for (const library of definition.libraries) {
    try {
      await isolate.runOwn(libraryScripts.scriptOf(library));
    } catch (cause) {
      isolate.dispose();
      const reason = cause instanceof Error ? cause.message : String(cause);
      return { failure: failed('platform_error', `Cannot load the library "${library.name}": ${reason}`) };
    }
  }
  const timeoutMs = Math.max(MIN_LOAD_TIMEOUT_MS, limits.cpuMs);
  const { lines, fault } = await isolate.enter('load', loadArguments(definition), timeoutMs);
  // Others may stand around it: of requests and timers that the code left behind.
  const said = readGuestLines(fault === null ? lines : '')?.find(saysHowItWent);
  if (said?.kind === 'loaded') {
    return { isolate, handlers: said.handlers.split(',').filter(isHandlerName) };
  }
  isolate.dispose();
  if (said?.kind === 'not-loaded')
    return { failure: await describeProblem(said.problem, { code, fileName }) };
  if (fault === null && kind === 'module') return { failure: failed('invalid_function', ENDLESS_AWAIT) };
  return { failure: failureOf(fault, { timeoutMs, memoryMb: limits.memoryMb }) };
}

/** As the prelude's `load` takes them. */
function loadArguments(definition: ProgramDefinition): readonly string[] {
  const { kind, code, fileName, settingsText, sourceMap } = definition;
  const map = sourceMap === null ? ['', ''] : [JSON.stringify(sourceMap.sources), sourceMap.mappings];
  return [kind, code, fileName, MODULE_VARIABLE, settingsText, ...map];
}

function saysHowItWent(line: GuestLine): line is Extract<GuestLine, { kind: 'loaded' | 'not-loaded' }> {
  return line.kind === 'loaded' || line.kind === 'not-loaded';
}

function isHandlerName(name: string): name is HandlerName {
  return HANDLER_NAMES.some((each) => each === name);
}

/** V8 gives no position for a syntax error in evaluated code, so the code is compiled, not run, to learn it. */
async function describeProblem(
  problem: string,
  { code, fileName }: Pick<ProgramDefinition, 'code' | 'fileName'>,
): Promise<Failed> {
  const position = problem.startsWith('SyntaxError') ? await findSyntaxError(code, fileName) : null;
  return failed('invalid_function', `Cannot load the function: ${position ?? problem}`);
}

async function findSyntaxError(code: string, fileName: string): Promise<string | null> {
  const isolate = new ivm.Isolate({ memoryLimit: 64 });
  try {
    await isolate.compileScript(code, { filename: fileName });
    return null;
  } catch (error) {
    return error instanceof Error ? `SyntaxError: ${error.message}` : null;
  } finally {
    isolate.dispose();
  }
}

function failureOf(
  fault: EntryFault | null,
  { timeoutMs, memoryMb }: { readonly timeoutMs: number; readonly memoryMb: number },
): Failed {
  switch (fault) {
    case 'timeout':
      return failed(
        'invalid_function',
        `Cannot load the function: its top-level code did not end within ${timeoutMs} ms`,
      );
    case 'lost':
      return failed(
        'memory_limit_exceeded',
        `The function ran out of memory while it was loaded: the limit is ${memoryMb} MiB`,
      );
    case null:
      return failed('platform_error', 'The isolate did not say whether it loaded the function');
  }
}
