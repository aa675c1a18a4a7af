/**
 * For a function's environment to start, to have its program, to end a call that can't be stopped, and to answer: beyond the
 * moment when the last call may begin and the longest that it may take. lib/infra/pipeline-times.ts leaves as much.
 */
export const ANSWER_MS = 5_000;
