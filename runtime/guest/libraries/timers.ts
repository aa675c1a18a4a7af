export const setImmediate = (task: (...args: unknown[]) => void, ...args: unknown[]): unknown =>
  (globalThis as unknown as { setTimeout: (...given: unknown[]) => unknown }).setTimeout(task, 0, ...args);
