import type { HandlerName } from '../../contract/program.ts';

/** A guest's handler; what it throws and returns may be anything. */
export type Handler = (input: unknown, settings: unknown) => unknown;

/** The handlers that a program defines; without a prototype. */
export type Handlers = { [name in HandlerName]?: Handler };
