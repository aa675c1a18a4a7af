import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A request as the partner's server saw it. */
export interface PartnerRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = Respond | Reset | Hang;

export interface Respond {
  readonly kind?: 'respond';
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Default: empty. */
  readonly body?: string | Uint8Array;
  /** Waits before it answers, in milliseconds. Default: 0. */
  readonly delayMs?: number;
}

/** Breaks the connection off: before a byte of the answer, or after its head and the first half of a body. */
interface Reset {
  readonly kind: 'reset';
  /** Default: 'at once'. */
  readonly when?: 'at once' | 'half-way';
}

/** Takes the request and never answers. */
interface Hang {
  readonly kind: 'hang';
}

const HALF_BODY = 'half of the ans';

/** A partner's HTTP server on 127.0.0.1: it remembers what it was sent, and answers as it is told. */
export class Partner implements AsyncDisposable {
  readonly requests: PartnerRequest[] = [];
  /** Says how each request is answered; `seen` counts from 1. */
  answer: (request: PartnerRequest, seen: number) => Answer | Promise<Answer> = () => ({});
  /** Of the connections that were ever opened. */
  connections = 0;
  /** Of the connections that are open now. */
  openConnections = 0;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #watchers = new Set<() => void>();
  #port = 0;

  private constructor() {
    this.#server.keepAliveTimeout = 60_000;
    this.#server.on('connection', (socket) => {
      this.connections += 1;
      this.openConnections += 1;
      this.#notify();
      socket.once('close', () => {
        this.openConnections -= 1;
        this.#notify();
      });
    });
  }

  static async start(answer: Answer | Partner['answer'] = {}): Promise<Partner> {
    const partner = new Partner();
    partner.answer = typeof answer === 'function' ? answer : () => answer;
    await partner.accept();
    return partner;
  }

  get port(): number {
    return this.#port;
  }

  /** "127.0.0.1:<port>", as `allowPrivateNetwork` wants it. */
  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /** Resolves when `holds` does; it is asked again whenever a request or connection comes or goes. */
  async until(holds: (partner: this) => boolean): Promise<void> {
    while (!holds(this)) {
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  async untilRequests(count: number): Promise<void> {
    await this.until(() => this.requests.length >= count);
  }

  /** Refuses connections until `accept()`; the open ones are broken off. */
  async refuse(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Takes connections, on the same port as before. */
  async accept(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.refuse();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #notify(): void {
    for (const watcher of this.#watchers) watcher();
    this.#watchers.clear();
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('close', () => this.#notify());
    // A client that breaks off is what some tests are about.
    incoming.on('error', () => undefined);
    let body = '';
    try {
      for await (const chunk of incoming.setEncoding('utf8')) body += String(chunk);
    } catch {
      return;
    }
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body };
    const seen = this.requests.push(request);
    this.#notify();
    await give(await this.answer(request, seen), response);
  }
}

async function give(answer: Answer, response: ServerResponse): Promise<void> {
  switch (answer.kind) {
    case 'hang':
      return;
    case 'reset':
      if (answer.when !== 'half-way') {
        response.socket?.resetAndDestroy();
        return;
      }
      response.writeHead(200, { 'content-length': HALF_BODY.length * 2 });
      response.write(HALF_BODY, () => response.socket?.destroy());
      return;
    case 'respond':
    case undefined: {
      const { status = 200, headers = {}, body = '', delayMs = 0 } = answer;
      if (delayMs > 0) await wait(delayMs);
      response.writeHead(status, headers);
      response.end(body);
    }
  }
}
