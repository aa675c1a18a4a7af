/** An invocation of the runner's function that did not end with an answer: ids, counts and words of Lambda's own. */
export interface RunnerProblem {
  readonly kind: 'died' | 'failed';
  readonly destinationId: string;
  readonly deliveries: number;
  readonly reason: string;
}
