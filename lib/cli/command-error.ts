/** The command itself can't run: what is wrong, and what to do next. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly nextStep: string | null;

  /** @param nextStep a sentence for the line after the message */
  constructor(message: string, nextStep: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.nextStep = nextStep;
  }
}
