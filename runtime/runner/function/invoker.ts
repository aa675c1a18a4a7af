/** Calls the runner's function. How an invocation can end is a value; nothing is thrown. */
export interface Invoker {
  /** Waits no longer than `waitMs`, and never asks twice: it would run handlers twice. */
  invoke(payload: string, options: InvokeOptions): Promise<Invoked>;
  /** Closes all connections. To be called when nothing is under way: that would break off. */
  rest(): void;
  dispose(): void;
}

export interface InvokeOptions {
  readonly waitMs: number;
  /** Whose microVM runs it, where there is tenant isolation. */
  readonly tenantId?: string | undefined;
}

export type Invoked =
  | { readonly kind: 'answered'; readonly text: string }
  /** Lambda had no room. Nothing was run, so that it may be asked again. */
  | { readonly kind: 'throttled' }
  /** The environment ended, or gave no answer in time, while it ran this. */
  | { readonly kind: 'died'; readonly cause: 'crashed' | 'overdue'; readonly reason: string }
  /** A fault of the platform: the function threw, or Lambda could not be asked. Nobody knows whether anything was run. */
  | { readonly kind: 'failed'; readonly reason: string };
