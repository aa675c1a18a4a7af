import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import * as zlib from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { createGuardedEgress } from '../../../../runtime/sandbox/egress/guarded-egress.ts';
import { aRequest, egressOptions } from '../../../support/egress-request.ts';
import type { Respond } from '../../../support/partner.ts';
import { Partner } from '../../../support/partner.ts';

const MIB = 1024 * 1024;

async function fetchFrom(answer: Respond): Promise<Buffer> {
  await using partner = await Partner.start(answer);
  const egress = createGuardedEgress({ allowPrivateNetwork: [partner.host] });
  try {
    return Buffer.from((await egress.send(aRequest(partner.url), egressOptions())).body);
  } finally {
    await egress.closeIdle();
  }
}

/** Fetches from a server that sends `text` over the connection, and nothing else. */
async function fetchFromRaw(text: string): Promise<Buffer> {
  const server = createServer((socket) => {
    // It may be broken off long before it has sent everything.
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(text));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const egress = createGuardedEgress({ allowPrivateNetwork: [host] });
  try {
    return Buffer.from((await egress.send(aRequest(`http://${host}/`), egressOptions())).body);
  } finally {
    await egress.closeIdle();
    server.close();
  }
}

const chunkedHead = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
const chunked = (pieces: readonly string[]): string =>
  pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('');

const coded = (coding: string, body: Uint8Array): Respond => ({
  headers: { 'content-encoding': coding },
  body,
});

describe('an answer', () => {
  test.each([
    ['gzip', zlib.gzipSync],
    ['X-GZip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['deflate', zlib.deflateRawSync],
    ['br', zlib.brotliCompressSync],
    ['zstd', zlib.zstdCompressSync],
    ['identity', (body: Buffer) => body],
    ['unheard-of', (body: Buffer) => body],
    ['deflate, identity, gzip', (body: Buffer) => zlib.gzipSync(zlib.deflateSync(body))],
  ] as const)('in %s is decompressed', async (coding, compress) => {
    expect(await fetchFrom(coded(coding, compress(Buffer.from('the answer'))))).toEqual(
      Buffer.from('the answer'),
    );
  });

  test('that lacks the end of its compressed form is taken as far as it goes', async () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `line ${index}\n`).join('');
    const whole = zlib.gzipSync(text);
    const taken = await fetchFrom(coded('gzip', whole.subarray(0, whole.length - 8)));
    expect(text.startsWith(taken.toString())).toBe(true);
    expect(taken.length).toBeGreaterThan(text.length / 2);
  });

  test('that is not compressed as it says is the partner’s failure', async () => {
    await expect(fetchFrom(coded('gzip', Buffer.from('no gzip')))).rejects.toMatchObject({
      kind: 'network',
      message: expect.stringMatching(/^Cannot reach 127\.0\.0\.1:\d+: the answer is no gzip, as it says$/),
    });
  });

  test('of five MiB is taken, however it is sent', async () => {
    const body = Buffer.alloc(5 * MIB, 'x');
    expect((await fetchFrom({ body })).length).toBe(5 * MIB);
    expect((await fetchFrom(coded('gzip', zlib.gzipSync(body)))).length).toBe(5 * MIB);
  });

  const over = Buffer.alloc(5 * MIB + 1);
  test.each([
    ['announced', { body: over }],
    ['in chunks', { body: over, headers: { 'transfer-encoding': 'chunked' } }],
    ['in gzip', coded('gzip', zlib.gzipSync(over))],
    ['in deflate', coded('deflate', zlib.deflateSync(over))],
    ['in brotli', coded('br', zlib.brotliCompressSync(over))],
    ['in zstd', coded('zstd', zlib.zstdCompressSync(over))],
    ['in gzip within gzip', coded('gzip, gzip', zlib.gzipSync(zlib.gzipSync(Buffer.alloc(64 * MIB))))],
  ] as const)('of more than five MiB is refused: %s', async (_how, answer) => {
    await expect(fetchFrom(answer)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('the answer is larger than 5242880 bytes'),
    });
  });

  test('in many small pieces is put together', async () => {
    const pieces = Array.from({ length: 20_000 }, (_, index) => String.fromCharCode(97 + (index % 26)));
    const answer = await fetchFromRaw(chunkedHead + chunked(pieces) + chunked(['']));
    expect(answer.toString()).toBe(pieces.join(''));
  });

  test.each([
    ['in more pieces than anybody needs', chunkedHead + '1\r\nx\r\n'.repeat(50_001)],
    ['before which hints never end', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(50_001)],
  ])('%s is refused', async (_how, text) => {
    await expect(fetchFromRaw(text)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('the answer comes in more than 50000 pieces'),
    });
  });

  test('that is compressed over and over is refused', async () => {
    const coding = Array<string>(6).fill('gzip').join();
    await expect(fetchFrom(coded(coding, Buffer.from('x')))).rejects.toMatchObject({ kind: 'refused' });
  });

  test('with more headers than anybody needs is refused', async () => {
    const headers = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`x-${n}`, 'y'.repeat(1_000)]));
    await expect(fetchFrom({ headers })).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining("the answer's headers are larger than 32768 bytes"),
    });
  });
});
