import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { InvokeCommandOutput, LambdaClientConfig } from '@aws-sdk/client-lambda';
import { InvokeCommand, LambdaClient, TooManyRequestsException } from '@aws-sdk/client-lambda';
import { isObject } from '../../contract/shape.ts';
import type { Invoked, InvokeOptions, Invoker } from './invoker.ts';

const CONNECTION_TIMEOUT_MS = 2_000;
/** Of what Lambda or the SDK say: theirs to word, and it may be long. */
const MAX_REASON_LENGTH = 300;

/** Calls a Lambda function by the AWS SDK, over connections of its own. */
export class LambdaInvoker implements Invoker {
  readonly #functionName: string;
  readonly #client: LambdaClient;
  readonly #agents = [new HttpAgent({ keepAlive: true }), new HttpsAgent({ keepAlive: true })] as const;

  /** @param config default: what Lambda's environment says */
  constructor(
    functionName: string,
    config: Pick<LambdaClientConfig, 'endpoint' | 'region' | 'credentials'> = {},
  ) {
    const [httpAgent, httpsAgent] = this.#agents;
    this.#functionName = functionName;
    this.#client = new LambdaClient({
      ...config,
      // The SDK would try again what broke off, which may have run: a second invocation would run the handlers twice.
      maxAttempts: 1,
      // An answer takes as long as partners do. No timeout of the socket or the request but the one of each invocation.
      requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, httpAgent, httpsAgent },
    });
  }

  async invoke(payload: string, { waitMs, tenantId }: InvokeOptions): Promise<Invoked> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), waitMs);
    const command = new InvokeCommand({
      FunctionName: this.#functionName,
      Payload: Buffer.from(payload),
      TenantId: tenantId,
    });
    try {
      return readOutput(await this.#client.send(command, { abortSignal: deadline.signal }));
    } catch (error) {
      if (deadline.signal.aborted) {
        return { kind: 'died', cause: 'overdue', reason: `no answer within ${Math.round(waitMs)} ms` };
      }
      if (error instanceof TooManyRequestsException) return { kind: 'throttled' };
      return { kind: 'failed', reason: describe(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  rest(): void {
    for (const agent of this.#agents) agent.destroy();
  }

  dispose(): void {
    this.rest();
    this.#client.destroy();
  }
}

function readOutput({ FunctionError, Payload }: InvokeCommandOutput): Invoked {
  const text = Payload?.transformToString() ?? '';
  if (FunctionError === undefined) return { kind: 'answered', text };
  const { errorType, errorMessage, isThrown } = readFunctionError(text);
  const reason = cut(`${errorType}: ${errorMessage}`);
  // Node's runtime adds a stack trace to what a handler throws. What Lambda says of an environment that ended has none.
  if (isThrown) return { kind: 'failed', reason };
  const isOverdue = errorType === 'Sandbox.Timedout' || errorMessage.includes('Task timed out');
  return { kind: 'died', cause: isOverdue ? 'overdue' : 'crashed', reason };
}

function readFunctionError(text: string): {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly isThrown: boolean;
} {
  let error: unknown;
  try {
    error = JSON.parse(text);
  } catch {
    error = null;
  }
  const { errorType, errorMessage, trace } = isObject(error) ? error : {};
  return { errorType: String(errorType), errorMessage: String(errorMessage), isThrown: trace !== undefined };
}

function describe(error: unknown): string {
  return cut(error instanceof Error ? `${error.name}: ${error.message}` : typeof error);
}

function cut(reason: string): string {
  return reason.slice(0, MAX_REASON_LENGTH);
}
