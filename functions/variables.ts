/** The environment variables that the functions are configured by; lib/infra sets them with the permissions they stand for. */
export const VARIABLES = {
  eventsQueueUrl: 'EVENTS_QUEUE_URL',
  deliveriesQueueUrl: 'DELIVERIES_QUEUE_URL',
  retriesQueueUrl: 'RETRIES_QUEUE_URL',
  deadLettersQueueUrl: 'DEAD_LETTERS_QUEUE_URL',
  rejectedEventsQueueUrl: 'REJECTED_EVENTS_QUEUE_URL',
  registryTable: 'REGISTRY_TABLE',
  programsBucket: 'PROGRAMS_BUCKET',
  filedBucket: 'FILED_BUCKET',
  keyId: 'KEY_ID',
  lane: 'LANE',
  budgetMs: 'BUDGET_MS',
  reserveMs: 'RESERVE_MS',
  maxDestinationsAtOnce: 'MAX_DESTINATIONS_AT_ONCE',
  /** The Lambda function that runs partners' code. */
  runnerFunction: 'RUNNER_FUNCTION',
  /** `none` or `subscription`, see runtime/runner/function/function-runner.ts. */
  runnerIsolation: 'RUNNER_ISOLATION',
  /** Of the runner's function, by one invocation of the dispatcher. */
  maxInvocationsAtOnce: 'MAX_INVOCATIONS_AT_ONCE',
  /** Peers on private networks that functions may reach, "host:port", divided by commas. */
  allowPrivateNetwork: 'ALLOW_PRIVATE_NETWORK',
  /** Set by Lambda: the folder with the function's code. */
  codeFolder: 'LAMBDA_TASK_ROOT',
} as const;
export type Variable = (typeof VARIABLES)[keyof typeof VARIABLES];
