/**
 * A partner's server: reads each request and answers `{"ok":true}`, after as many milliseconds as its argument says.
 * It reports to the process that forked it: once when it listens, and whenever it is sent a message.
 */
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PartnerReport } from './messages.ts';

const ANSWER = '{"ok":true}';
const HEADERS = { 'content-type': 'application/json', 'content-length': ANSWER.length };

const delayMs = Number(process.argv[2]);
let underWay = 0;
let mostAtOnce = 0;

const server = createServer((request, response) => {
  underWay += 1;
  mostAtOnce = Math.max(mostAtOnce, underWay);
  request.resume();
  request.once('end', () => {
    if (delayMs === 0) answer(response);
    else setTimeout(answer, delayMs, response);
  });
});
// A connection rests for as long as a measure of another way takes: it is not to be made anew then.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', report);
process.on('message', report);
process.on('disconnect', () => process.exit());

function answer(response: ServerResponse): void {
  underWay -= 1;
  response.writeHead(200, HEADERS).end(ANSWER);
}

function report(): void {
  // A server on a TCP port has an address of this shape.
  const { port } = server.address() as AddressInfo;
  process.send?.({ port, mostAtOnce } satisfies PartnerReport);
  mostAtOnce = underWay;
}
