import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { mkdir } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import type { Handle } from './loopback-server.ts';

export interface Dynalite {
  readonly handle: Handle;
  close(): Promise<void>;
}

/** Opens DynamoDB as it was left in `dataDir`. */
export async function openDynalite(dataDir: string): Promise<Dynalite> {
  await mkdir(dataDir, { recursive: true });
  const server = dynalite({ path: dataDir, createTableMs: 0 });
  // Requests come through `handle`, but a server that doesn't listen can't be closed, and with it its database.
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    handle: (request, response) => {
      readWhole(request).then(
        (whole) => server.emit('request', whole, response),
        () => response.destroy(),
      );
    },
    close: async () => {
      const closed = new Promise<void>((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      );
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Since dynalite ends the process when a client breaks off, it only gets to see requests that have come in whole. */
async function readWhole(request: IncomingMessage): Promise<Readable> {
  const body = await buffer(request);
  const { method, url, headers } = request;
  return Object.assign(Readable.from([body]), { method, url, headers });
}
