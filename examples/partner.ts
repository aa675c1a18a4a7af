/**
 * A partner's server to try things with: it prints each request that it gets, and answers it.
 *
 *     npx node examples/partner.ts [--port 9000] [--status 200]
 *
 * Start it with `--status 503` to see deliveries being retried, and again without to see them arrive.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '9000' }, status: { type: 'string', default: '200' } },
});
const status = Number(values.status);
const port = Number(values.port);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  console.log(`${request.method} ${request.url} → ${status}  ${body}`);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: status < 400 }));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) =>
    console.error(`Cannot read a request: ${String(error)}`),
  );
});
server.listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${port}, answering ${status}. Ctrl-C ends it.`);
});
