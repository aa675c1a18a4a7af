import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeEnvironment } from './fake-environment.ts';

/** What Lambda takes, and gives, of one synchronous invocation. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** A request for an invocation, as the service saw it. */
export interface Invocation {
  readonly functionName: string;
  readonly tenantId: string | undefined;
  readonly payload: string;
  /** Counts from 1. */
  readonly number: number;
}

/** What becomes of an invocation. */
export type Fate =
  | 'run'
  /** Refused for want of room. */
  | 'throttled'
  /** The service itself is out of order. */
  | 'broken'
  /** The connection breaks off when the function has run. */
  | 'cut off'
  /** The environment dies before it begins. */
  | 'killed'
  /** The function runs on past its time limit. */
  | 'timed out'
  /** The environment answers so, in place of what it was asked for. */
  | { readonly answer: string };

/** Lambda's Invoke API on 127.0.0.1, whose one function is the runner's: real environments, one invocation at a time in each. */
export class FakeLambda implements AsyncDisposable {
  readonly invocations: Invocation[] = [];
  /** Says what becomes of each. */
  fate: (invocation: Invocation) => Fate = () => 'run';
  mostAtOnce = 0;
  /** Of the connections that are open now. */
  openConnections = 0;
  readonly #guestSource: string;
  readonly #secrets: Readonly<Record<string, string>>;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  /** By tenant. */
  readonly #idle = new Map<string, FakeEnvironment[]>();
  readonly #busy = new Map<FakeEnvironment, Invocation>();
  readonly #watchers = new Set<() => void>();

  private constructor(guestSource: string, secrets: Readonly<Record<string, string>>) {
    this.#guestSource = guestSource;
    this.#secrets = secrets;
    this.#server.on('connection', (socket) => {
      this.openConnections += 1;
      socket.once('close', () => {
        this.openConnections -= 1;
        this.#notify();
      });
    });
  }

  /** @param secrets the environment variables of the function */
  static async start(
    guestSource: string,
    { secrets = {} }: { readonly secrets?: Readonly<Record<string, string>> } = {},
  ): Promise<FakeLambda> {
    const lambda = new FakeLambda(guestSource, secrets);
    lambda.#server.listen(0, '127.0.0.1');
    await once(lambda.#server, 'listening');
    return lambda;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get environments(): readonly FakeEnvironment[] {
    return [...this.#busy.keys(), ...[...this.#idle.values()].flat()];
  }

  /** Ends the environments that are running payloads with this text in them. */
  async killRunning(text: string): Promise<void> {
    const running = [...this.#busy].filter(([, { payload }]) => payload.includes(text));
    await Promise.all(running.map(([environment]) => environment.kill()));
  }

  /** Resolves when `holds` does; it is asked again whenever a connection is closed or an invocation comes. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#watchers.add(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.environments.map((environment) => environment.kill()));
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #notify(): void {
    for (const watcher of this.#watchers) watcher();
    this.#watchers.clear();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, functionName] = INVOKE.exec(request.url ?? '') ?? [];
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const payload = Buffer.concat(pieces);
    if (functionName === undefined || request.method !== 'POST') {
      refuse(response, 404, 'ResourceNotFoundException');
      return;
    }
    if (payload.length > MAX_PAYLOAD_BYTES) {
      refuse(response, 413, 'RequestTooLargeException');
      return;
    }
    const tenantId = request.headers['x-amz-tenant-id'] as string | undefined;
    const number = this.invocations.length + 1;
    const invocation = { functionName, tenantId, payload: payload.toString(), number };
    this.invocations.push(invocation);
    this.#notify();
    await this.#decide(invocation, response);
  }

  async #decide(invocation: Invocation, response: ServerResponse): Promise<void> {
    const fate = this.fate(invocation);
    if (typeof fate === 'object') {
      answer(response, fate.answer);
      return;
    }
    switch (fate) {
      case 'run':
        return this.#run(invocation, response);
      case 'throttled':
        refuse(response, 429, 'TooManyRequestsException');
        return;
      case 'broken':
        refuse(response, 500, 'ServiceException');
        return;
      case 'cut off':
        await this.#handle(invocation);
        response.socket?.destroy();
        return;
      case 'killed':
        answerError(response, exited());
        return;
      case 'timed out':
        answerError(response, told('Sandbox.Timedout', 'Task timed out after 95.00 seconds'));
        return;
    }
  }

  async #run(invocation: Invocation, response: ServerResponse): Promise<void> {
    const handled = await this.#handle(invocation);
    if (handled === null) answerError(response, exited());
    else if (handled.isThrown) answerError(response, handled.text);
    else if (Buffer.byteLength(handled.text) > MAX_PAYLOAD_BYTES) {
      answerError(response, told('Function.ResponseSizeTooLarge', 'Response payload size exceeded'));
    } else answer(response, handled.text);
  }

  async #handle(invocation: Invocation): ReturnType<FakeEnvironment['handle']> {
    const tenant = invocation.tenantId ?? '';
    const environment =
      this.#idle.get(tenant)?.pop() ?? new FakeEnvironment(this.#guestSource, this.#secrets);
    this.#busy.set(environment, invocation);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#busy.size);
    const handled = await environment.handle(invocation.payload);
    this.#busy.delete(environment);
    if (handled !== null) this.#idle.set(tenant, [...(this.#idle.get(tenant) ?? []), environment]);
    return handled;
  }
}

function answer(response: ServerResponse, text: string): void {
  response.setHeader('content-type', 'application/json').end(text);
}

function answerError(response: ServerResponse, text: string): void {
  response.setHeader('x-amz-function-error', 'Unhandled');
  answer(response, text);
}

/** What Lambda itself says of an environment: without a stack trace. */
function told(errorType: string, message: string): string {
  return JSON.stringify({ errorType, errorMessage: `RequestId: ${randomUUID()} Error: ${message}` });
}

function exited(): string {
  return told('Runtime.ExitError', 'Runtime exited with error: signal: killed');
}

function refuse(response: ServerResponse, status: number, type: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ Type: 'User', message: `${type} by the test` }));
}
