import type { Invocation } from '../../functions/stage.ts';

/** An invocation that has all the time that its function is given: 100 s. */
export const invocation: Invocation = { getRemainingTimeInMillis: () => 100_000 };
