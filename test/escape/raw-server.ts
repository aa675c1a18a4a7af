import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';

/** A server that knows nothing of HTTP: what it hears and says are bytes. */
export interface RawServer {
  /** "http://127.0.0.1:<port>" */
  readonly url: string;
}

/** Starts the server before a file's tests, and ends it and its connections after them. */
export function rawServer(serve: (socket: Socket) => void): RawServer {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // It may be broken off by who it talks to, at any time.
    socket.on('error', () => undefined);
    serve(socket);
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
  };
}
