import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Answers one request; whatever goes wrong is its own to answer. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * An HTTP server on 127.0.0.1, and on no other address.
 * Until `serve` and from `drain` on it answers 503, after which AWS SDKs try again.
 */
export class LoopbackServer {
  readonly #server: Server;
  readonly #answering = new Set<ServerResponse>();
  #handle: Handle = refuse;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      this.#answering.add(response);
      response.once('close', () => this.#answering.delete(response));
      this.#handle(request, response);
    });
  }

  /** @param port 0 for any free one. @throws Error when the port is taken */
  static async listen(port: number): Promise<LoopbackServer> {
    const server = createServer();
    const loopback = new LoopbackServer(server);
    server.listen(port, LOOPBACK);
    await once(server, 'listening').catch((cause: unknown) => {
      throw new Error(`Cannot listen on ${LOOPBACK}:${port}: ${(cause as NodeJS.ErrnoException).code}`, {
        cause,
      });
    });
    return loopback;
  }

  get origin(): string {
    return `http://${LOOPBACK}:${(this.#server.address() as AddressInfo).port}`;
  }

  serve(handle: Handle): void {
    this.#handle = handle;
  }

  /** Refuses what still comes, and waits until everything under way is answered. */
  async drain(): Promise<void> {
    this.#handle = refuse;
    await Promise.all(Array.from(this.#answering, (response) => once(response, 'close')));
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(503, { connection: 'close' }).end();
}
