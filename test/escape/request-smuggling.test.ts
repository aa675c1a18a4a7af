import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';
import { rawServer } from './raw-server.ts';

const hostile = hostileRunner();

let seen = '';
/** Sees every byte that comes, and answers the first line feed that ends a head. */
const partner = rawServer((socket) => {
  let text = '';
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1');
    seen += bytes.toString('latin1');
    if (text.includes('\r\n\r\n'))
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok');
  });
});

/** Takes away what the prelude may check a request's parts with; its URL is read as ever, else nothing would be sent. */
const patched = (): string => `const isIn = RegExp.prototype.test;
  RegExp.prototype.test = function (text) {
    if ('${partner.url}/asked'.includes(text)) return isIn.call(this, text);
    return !this.source.includes('trace') && !this.source.includes('u0000');
  };
  RegExp.prototype[Symbol.replace] = (text) => text; String.prototype.replace = function () { return String(this); };
  Array.prototype.includes = () => true; String.prototype.toLowerCase = function () { return String(this); };`;
const SMUGGLED = 'GET /smuggled HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n';

// Where nothing at all is sent, what follows would hold of any sandbox.
test('a request that smuggles nothing is sent, whatever a program has patched', async () => {
  seen = '';
  await hostile.alone(`async function onTrack() { ${patched()} await fetch('${partner.url}/asked'); }`);
  expect(seen).toMatch(/^GET \/asked HTTP\/1\.1\r\n/);
});

describe('one fetch is one request, whatever a program has patched and says in', () => {
  test.each([
    ['a method', `{ method: 'GET / HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n${SMUGGLED}' }`],
    ['a method with a space', `{ method: 'POST /smuggled' }`],
    ['a method that is forbidden', `{ method: 'CONNECT' }`],
    ['the name of a header', `{ headers: { 'x: y\\r\\n\\r\\n${SMUGGLED}': 'z' } }`],
    ['the value of a header', `{ headers: { x: 'y\\r\\n\\r\\n${SMUGGLED}' } }`],
    ['a value with a bare line feed', `{ headers: { x: 'y\\nsmuggled: 1' } }`],
    ['a value with a bare carriage return', `{ headers: { x: 'y\\rsmuggled: 1' } }`],
    ['a length of its own', `{ method: 'POST', body: '${SMUGGLED}', headers: { 'content-length': '0' } }`],
    [
      'two lengths',
      `{ method: 'POST', body: '${SMUGGLED}', headers: [['Content-Length', '0'], ['CONTENT-LENGTH', '4']] }`,
    ],
    [
      'a transfer in chunks',
      `{ method: 'POST', body: '0\\r\\n\\r\\n${SMUGGLED}', headers: { 'transfer-encoding': 'chunked' } }`,
    ],
    [
      'a transfer written oddly',
      `{ method: 'POST', body: '0\\r\\n\\r\\n${SMUGGLED}', headers: { 'Transfer-Encoding ': 'chunked' } }`,
    ],
    ['a body of a GET', `{ method: 'GET', body: '${SMUGGLED}' }`],
    ['a body of a get', `{ method: 'get', body: '${SMUGGLED}' }`],
    ['an expectation', `{ method: 'POST', body: '${SMUGGLED}', headers: { expect: '100-continue' } }`],
    ['an upgrade', `{ headers: { upgrade: 'websocket', connection: 'upgrade' } }`],
    ['a host of its own', `{ headers: { host: '169.254.169.254' } }`],
    ['a trailer', `{ method: 'POST', body: 'x', headers: { trailer: 'x', te: 'trailers' } }`],
    ['letters beyond Latin1 that end in a line feed', `{ headers: { x: 'y\\u010d\\u010asmuggled: 1' } }`],
  ])('%s', async (_, init) => {
    seen = '';
    const code = `async function onTrack() { ${patched()} await fetch('${partner.url}/asked', ${init}).catch(() => {}); }`;
    await hostile.alone(code);
    const heads = seen.match(/^[^\r\n]* HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)*/gm) ?? [];
    // A head that stands in the body is data: the length that goes before says so.
    const [head = '', ...inBody] = heads;
    if (seen === '') return;
    expect(head).toMatch(/^[A-Za-z]+ \/asked HTTP\/1\.1\r\n/);
    expect(head).toContain(`host: ${new URL(partner.url).host}\r\n`);
    expect(head.toLowerCase()).not.toMatch(/smuggled|transfer-encoding|expect|upgrade|trailer|169\.254/);
    const body = seen.slice(seen.indexOf('\r\n\r\n') + 4);
    expect(Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)).toBe(body.length);
    expect(inBody.every((each) => body.includes(each))).toBe(true);
  });

  test.each([
    ['a path', "'URL/asked HTTP/1.1\\r\\nx: y\\r\\n\\r\\n'"],
    ['a query', "'URL/asked?a=b c\\r\\nd'"],
    ['a fragment', "'URL/asked#\\r\\nx'"],
    ['credentials', "'http://a:b\\r\\n@127.0.0.1:1/'"],
  ])('%s', async (_, target) => {
    seen = '';
    const href = target.replace('URL', partner.url);
    const patch = `Object.defineProperty(URL.prototype, 'href', { get: () => ${href} });`;
    await hostile.alone(
      `async function onTrack() { ${patch} await fetch('${partner.url}/x').catch(() => {}); }`,
    );
    const [line = ''] = seen.split('\r\n');
    if (seen !== '') expect(line).toMatch(/^GET \/asked\S* HTTP\/1\.1$/);
    expect(seen.split('\r\n').filter((each) => each.startsWith('x:'))).toEqual([]);
  });
});
