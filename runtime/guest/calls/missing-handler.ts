import { HANDLER_NAMES } from '../../contract/program.ts';
import { EventNotSupported } from './errors.ts';
import type { Handlers } from './handlers.ts';
import { defineProperty, indexOf } from '../bridge/primordials.ts';

/**
 * Stands in place of each handler that a script may not define. In Segment's runtime all of them are there before a
 * script runs, so that one may be named, say in a table by type, and only a call of it throws.
 */
function missingHandler(event: { readonly type?: unknown } | undefined): never {
  throw new EventNotSupported(`${event?.type as string} not supported`);
}

/** Defines the handlers that the script's code names; nobody can miss the others. */
export function placeMissingHandlers(code: string): void {
  for (let index = 0; index < HANDLER_NAMES.length; index += 1) {
    const name = HANDLER_NAMES[index]!;
    if (name === 'onBatch' || indexOf(code, name) < 0) continue;
    defineProperty(globalThis, name, { value: missingHandler, writable: true, configurable: true });
  }
}

/** Takes out of what a script defines what it left as it was. */
export function withoutMissing(handlers: Handlers): Handlers {
  for (let index = 0; index < HANDLER_NAMES.length; index += 1) {
    const name = HANDLER_NAMES[index]!;
    if (handlers[name] === missingHandler) delete handlers[name];
  }
  return handlers;
}
