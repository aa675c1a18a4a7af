import type { SQSClient } from '@aws-sdk/client-sqs';
import { SqsQueueSender } from '../runtime/queues/sqs-queue-sender.ts';
import type { Environment } from './environment.ts';
import { readText } from './environment.ts';
import type { Log } from './log.ts';
import type { Variable } from './variables.ts';

/** The queue whose URL stands in a variable; what SQS refuses there is logged. */
export function openQueue(
  client: SQSClient,
  {
    environment,
    variable,
    log,
  }: { readonly environment: Environment; readonly variable: Variable; readonly log: Log },
): SqsQueueSender {
  return new SqsQueueSender(client, readText(environment, variable), {
    onProblem: ({ code, messages }) => log('messages-refused', { queue: variable, code, messages }),
  });
}
