/** Where partners' functions run, by the names that a user gives with `-c runner=`. */
export const RUNNER_KINDS = ['function', 'process'] as const;
export type RunnerKind = (typeof RUNNER_KINDS)[number];
