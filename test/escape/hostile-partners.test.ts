import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';
import { rawServer } from './raw-server.ts';

const hostile = hostileRunner();

/** Answers what a connection says for the `seen`th time. */
let answer: (socket: Socket, seen: number) => void = () => undefined;
let heard = '';
/** A partner that answers with the bytes that it is told, and keeps the connection open. */
const partner = rawServer((socket) => {
  let seen = 0;
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1');
    answer(socket, (seen += 1));
  });
});

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const bomb = gzipSync(Buffer.alloc(50e6));

describe('a partner’s server that misbehaves fails the event that asks it, and no other:', () => {
  test.each<[string, string | Buffer, string]>([
    ['it says nothing of HTTP', 'SSH-2.0-OpenSSH_9\r\n', 'network_error'],
    ['its head never ends', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(50_000)}`, 'bad_request'],
    ['one header never ends', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`, 'bad_request'],
    [
      'it switches to another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
      'network_error',
    ],
    [
      'it only ever promises an answer',
      'HTTP/1.1 100 Continue\r\n\r\n'.repeat(3),
      '(?:network_error|gateway_timeout)',
    ],
    [
      'its lengths differ',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\nok',
      'network_error',
    ],
    ['its length is negative', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nok', 'network_error'],
    [
      'its length is huge',
      'HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n',
      '(?:network_error|bad_request)',
    ],
    [
      'it announces more than may be read',
      'HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n',
      'bad_request',
    ],
    [
      'its chunks are no chunks',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok',
      'network_error',
    ],
    [
      'a chunk is huge',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nok',
      '(?:network_error|gateway_timeout)',
    ],
    [
      'it has a length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
      'network_error',
    ],
    [
      'a line ends in a bare line feed',
      'HTTP/1.1 200 OK\ncontent-length: 2\n\nok',
      '(?:network_error|delivered)',
    ],
    ['a header has no name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n', 'network_error'],
    ['a header holds NUL', 'HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 0\r\n\r\n', 'network_error'],
    [
      'its status is none',
      'HTTP/1.1 099 No\r\ncontent-length: 0\r\n\r\n',
      '(?:network_error|gateway_timeout)',
    ],
    [
      'its status is above all',
      'HTTP/1.1 999 No\r\ncontent-length: 0\r\n\r\n',
      '(?:network_error|delivered)',
    ],
    ['it speaks an old version', 'HTTP/0.9 200 OK\r\n\r\nok', '(?:network_error|gateway_timeout)'],
    ['it stops in its body', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nok', 'gateway_timeout'],
    [
      'it sends trailers',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x\r\n\r\n2\r\nok\r\n0\r\nx: y\r\nset-cookie: a=b\r\n\r\n',
      'delivered',
    ],
    [
      'its trailers never end',
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n${'x: y\r\n'.repeat(50_000)}`,
      '(?:bad_request|network_error|gateway_timeout)',
    ],
  ])('%s', async (_, bytes, ending) => {
    answer = (socket) => void socket.write(bytes);
    // What isn't meant to wait has time to end, on a busy machine too. A program with other limits is another one.
    const timeoutMs = ending.includes('gateway_timeout') ? 1_000 : 10_000;
    const statements = `const answer = await fetch(${JSON.stringify(partner.url)}); await answer.text(); // ${timeoutMs}\n`;
    expect(await hostile.amongOthers(statements, { limits: { timeoutMs, cpuMs: 500 } })).toMatch(
      new RegExp(`^delivered ${ending} delivered$`),
    );
  });

  test('it sends a bomb', async () => {
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`;
    answer = (socket) => void socket.write(Buffer.concat([Buffer.from(head), bomb]));
    expect(
      await hostile.amongOthers(`const bomb = await fetch(${JSON.stringify(partner.url)});`, {
        limits: { timeoutMs: 10_000 },
      }),
    ).toBe('delivered bad_request delivered');
  });

  test('it sends a byte whenever one might give up', async () => {
    answer = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 20);
      socket.once('close', () => clearInterval(timer));
    };
    expect(await hostile.amongOthers(`await fetch(${JSON.stringify(partner.url)});`)).toBe(
      'delivered gateway_timeout delivered',
    );
  });

  test('it never reads what it is sent', async () => {
    answer = (socket) => void socket.pause();
    const statements = `await fetch(${JSON.stringify(partner.url)}, { method: 'POST', body: 'x'.repeat(1e6) });`;
    expect(await hostile.amongOthers(statements)).toBe('delivered gateway_timeout delivered');
  });
});

// An answer that came before its question would be taken for the answer to the next one.
test('what a server says unasked is no answer to the next request', async () => {
  answer = (socket, seen) => void socket.write(seen === 1 ? OK + OK.replace('ok', 'no') : OK);
  const statements = `const said = [];
    for (let i = 0; i < 3; i += 1) said.push(await fetch('${partner.url}').then((answer) => answer.text(), () => 'failed'));
    return said;`;
  const said = (await hostile.returned(statements)) as string[];
  expect(said).not.toContain('no');
  expect(said[0]).toBe('ok');
});

test('cookies that a server sets are sent by nobody', async () => {
  heard = '';
  answer = (socket) =>
    void socket.write('HTTP/1.1 200 OK\r\nset-cookie: session=secret\r\ncontent-length: 2\r\n\r\nok');
  const ask = `async function onTrack() { await fetch('${partner.url}'); await fetch('${partner.url}'); }`;
  await hostile.alone(ask, { destinationId: 'dst_one' });
  await hostile.alone(ask, { destinationId: 'dst_other' });
  expect(heard.match(/^GET /gm)).toHaveLength(4);
  expect(heard.toLowerCase()).not.toContain('cookie');
});
