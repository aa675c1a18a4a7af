/**
 * Why a child is gone. `deadline`: its guest could not be stopped; `memory`: what was under way took too much;
 * `crowded`: all its programs together did, those at rest included; `crashed`: all else.
 */
export type DeathCause = 'crashed' | 'deadline' | 'memory' | 'crowded';

/** The child was gone before what it was asked for had ended. */
export class ChildDied extends Error {
  override readonly name = 'ChildDied';
  readonly reason: DeathCause;
  /** Nothing else was under way: whatever ended the child, this did. */
  readonly wasAlone: boolean;

  constructor(reason: DeathCause, { wasAlone }: { readonly wasAlone: boolean }) {
    super(`The runner's child is gone: ${reason}`);
    this.reason = reason;
    this.wasAlone = wasAlone;
  }
}

/** The death that was the cause. @throws the error, where it is a fault of ours */
export function deathOf(error: unknown): ChildDied {
  if (error instanceof ChildDied) return error;
  throw error;
}

export function rethrowUnlessDeath(error: unknown): void {
  deathOf(error);
}
