import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as far as the demo looks at it. */
export interface PartnerRequest {
  /** The events that it brings. */
  readonly messageIds: readonly string[];
  /** Counts from 1. */
  readonly number: number;
}

export type PartnerAnswer =
  | { readonly kind: 'accept' }
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number }
  | { readonly kind: 'hang' };

const PORT_OF_OUR_CHOICE = 0;
/** Clients keep connections open; they must outlive every pause of the demo, or a reset would look like a fault. */
const KEEP_ALIVE_MS = 60_000;

/** A partner's real HTTP server on loopback. It remembers when it accepted which event. */
export class PartnerServer implements AsyncDisposable {
  /** By `messageId`, each time that an event was accepted, in milliseconds since 1970. */
  readonly receipts = new Map<string, number[]>();
  /** Says what becomes of a request; may be changed at any time. */
  answer: (request: PartnerRequest) => PartnerAnswer;
  readonly #server = createServer((request, response) => {
    // A client that breaks off (its function's time was over) is no fault of this server's.
    this.#serve(request, response).catch(() => response.destroy());
  });
  #requests = 0;
  #port = PORT_OF_OUR_CHOICE;

  private constructor(answer: PartnerServer['answer']) {
    this.answer = answer;
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
  }

  static async start(answer: PartnerServer['answer']): Promise<PartnerServer> {
    const server = new PartnerServer(answer);
    await server.open();
    return server;
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Takes connections, on the same port as before. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Refuses connections until it is opened again. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const receivedAt = Date.now();
    const messageIds = readMessageIds(request, body);
    this.#requests += 1;
    const answer = this.answer({ messageIds, number: this.#requests });
    switch (answer.kind) {
      case 'hang':
        return;
      case 'busy':
        response.writeHead(503, { 'retry-after': String(answer.retryAfterSeconds) }).end();
        return;
      case 'accept':
        for (const id of messageIds) this.receipts.set(id, [...(this.receipts.get(id) ?? []), receivedAt]);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    }
  }
}

/** The example functions say which event they bring in a header, in the body's `id`, or in each of its rows. */
function readMessageIds({ headers }: IncomingMessage, body: string): readonly string[] {
  const key = headers['idempotency-key'];
  if (typeof key === 'string') return [key];
  const { id, rows = [] } = JSON.parse(body) as { id?: string; rows?: readonly { id: string }[] };
  return id === undefined ? rows.map((row) => row.id) : [id];
}
