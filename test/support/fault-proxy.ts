import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to an AWS service, as far as faults are chosen by it. */
export interface ProxiedRequest {
  readonly service: 'sqs' | 's3' | 'dynamodb' | 'kms';
  readonly method: string;
  readonly path: string;
}

/** A message of a `SendMessageBatch` request. */
export interface ProxiedEntry {
  readonly queueName: string;
  readonly body: string;
}

interface SendBatch {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}

/** Stands between AWS clients and their services, and makes go wrong what a test wants to. */
export class FaultProxy implements AsyncDisposable {
  /** Answers 500 without passing the request on. */
  fails: (request: ProxiedRequest) => boolean = () => false;
  /** Passes the request on, and breaks the connection off in place of the answer. */
  losesAnswer: (request: ProxiedRequest) => boolean = () => false;
  /** Refuses single messages of a request as SQS does: in its answer, and passes the others on. */
  refuses: (entry: ProxiedEntry) => boolean = () => false;
  /** How often something was made to go wrong. */
  faults = 0;
  readonly #upstream: URL;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  private constructor(upstream: string) {
    this.#upstream = new URL(upstream);
  }

  static async start(upstream: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(upstream);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Makes everything go well again. */
  mend(): void {
    this.fails = this.losesAnswer = this.refuses = () => false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const target = String(request.headers['x-amz-target'] ?? '');
    const proxied = { service: serviceOf(target), method: request.method ?? '', path: request.url ?? '' };
    if (this.fails(proxied)) {
      this.faults += 1;
      response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{"__type":"InternalFailure","message":"told to fail"}');
      return;
    }
    const answer = target.endsWith('.SendMessageBatch')
      ? await this.#sendBatch(request, JSON.parse(body.toString()) as SendBatch)
      : await this.#pass(request, body);
    if (this.losesAnswer(proxied)) {
      this.faults += 1;
      response.destroy();
      return;
    }
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }

  async #sendBatch(request: IncomingMessage, batch: SendBatch): Promise<Answer> {
    const queueName = batch.QueueUrl.split('/').at(-1) ?? '';
    const isRefused = ({ MessageBody }: { readonly MessageBody: string }): boolean =>
      this.refuses({ queueName, body: MessageBody });
    const refused = batch.Entries.filter(isRefused);
    this.faults += refused.length;
    const passed = batch.Entries.filter((each) => !refused.includes(each));
    const answer =
      passed.length === 0
        ? { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: Buffer.from('{}') }
        : await this.#pass(request, Buffer.from(JSON.stringify({ ...batch, Entries: passed })));
    const { Successful = [] } = JSON.parse(answer.body.toString()) as { Successful?: readonly unknown[] };
    const Failed = refused.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false }));
    return { ...answer, body: Buffer.from(JSON.stringify({ Successful, Failed })) };
  }

  async #pass(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const { 'content-length': _, 'transfer-encoding': __, ...headers } = request.headers;
    const upstream = sendRequest(new URL(request.url ?? '/', this.#upstream), {
      method: request.method,
      headers: { ...headers, 'content-length': body.length },
    });
    upstream.end(body);
    const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
    const answerBody = Buffer.concat(await answer.toArray());
    const { 'content-length': ___, 'transfer-encoding': ____, ...answerHeaders } = answer.headers;
    return { status: answer.statusCode ?? 500, headers: answerHeaders, body: answerBody };
  }
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** S3 is the one that needs no target. */
function serviceOf(target: string): ProxiedRequest['service'] {
  if (target.startsWith('AmazonSQS.')) return 'sqs';
  if (target.startsWith('DynamoDB_')) return 'dynamodb';
  return target.startsWith('TrentService.') ? 'kms' : 's3';
}
