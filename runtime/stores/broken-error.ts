/**
 * What is stored can't be used: it was changed, or is of a version that this build doesn't know. All else that a store
 * throws says that its service could not be asked, and another try may help.
 */
export class BrokenError extends Error {
  override readonly name = 'BrokenError';

  /** @param what what was to be done, as "read program \"3f…\"" */
  constructor(what: string, reason: string, options?: ErrorOptions) {
    super(`Cannot ${what}: ${reason}`, options);
  }

  /** For a reason that `cause` already says in words. */
  static because(what: string, cause: unknown): BrokenError {
    return new BrokenError(what, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
