/** What `task` answers, or the name of what it throws: so that two implementations can be held side by side. */
export function answerOf(task: () => unknown): unknown {
  try {
    return task();
  } catch (error) {
    return nameOf(error);
  }
}

/** The same of a promise. */
export async function awaited(task: () => unknown): Promise<unknown> {
  try {
    return await task();
  } catch (error) {
    return nameOf(error);
  }
}

/** By its name alone: Node's own errors are of another realm than a test's. */
function nameOf(error: unknown): string {
  return `throws ${(error as Error | null | undefined)?.name}`;
}
