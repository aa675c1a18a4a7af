/** The guest's global. */
declare const setTimeout: (task: unknown, delayMs: number, ...args: readonly unknown[]) => unknown;

export const setImmediate = (task: (...args: unknown[]) => void, ...args: unknown[]): unknown =>
  setTimeout(task, 0, ...args);
