import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { refused, unreachable } from './egress-failures.ts';
import type { HopResponse } from './hop.ts';
import { headerOf } from './hop.ts';
import { MAX_RESPONSE_BYTES } from './limits.ts';

/** One is what is used; many, one within the other, are an attack on whoever undoes them. */
const MAX_CODINGS = 5;

type Decode = (body: Uint8Array) => Promise<Uint8Array>;

const inflate = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.inflate);
const inflateRaw = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.inflateRaw);
const gunzip = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.gunzip);
const brotli = promisify<Uint8Array, zlib.BrotliOptions, Uint8Array>(zlib.brotliDecompress);
const zstd = promisify<Uint8Array, zlib.ZstdOptions, Uint8Array>(zlib.zstdDecompress);

/** zlib stops as soon as it has written more than that: a bomb never unfolds. */
const LIMIT = { maxOutputLength: MAX_RESPONSE_BYTES };
/** Browsers, and Node's fetch, take a stream that lacks its end. */
const LENIENT = { ...LIMIT, finishFlush: zlib.constants.Z_SYNC_FLUSH };

const DECODERS: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['gzip', (body) => gunzip(body, LENIENT)],
  ['x-gzip', (body) => gunzip(body, LENIENT)],
  // "deflate" is zlib's format by the book, and bare deflate from some servers: the first byte tells.
  [
    'deflate',
    (body) => (((body[0] ?? 0) & 0x0f) === 0x08 ? inflate(body, LENIENT) : inflateRaw(body, LENIENT)),
  ],
  ['br', (body) => brotli(body, { ...LIMIT, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH })],
  ['zstd', (body) => zstd(body, LIMIT)],
]);

/**
 * Undoes an answer's Content-Encoding. One that nobody knows is left as it is, as Node's fetch does.
 * @throws EgressError `refused` when the body grows over its limit, `network` when it is broken
 */
export async function decodeBody(response: HopResponse, url: URL): Promise<Uint8Array> {
  const encoding = headerOf(response, 'content-encoding');
  if (encoding === undefined || response.body.length === 0) return response.body;
  const codings = encoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_CODINGS) throw refused(url, `the answer is compressed ${codings.length} times`);

  let { body } = response;
  for (const coding of codings.toReversed()) {
    const decode = DECODERS.get(coding);
    if (decode === undefined) return response.body;
    try {
      body = await decode(body);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
        throw refused(url, `the answer is larger than ${MAX_RESPONSE_BYTES} bytes`);
      }
      throw unreachable(url, `the answer is no ${coding}, as it says`, { cause });
    }
  }
  return body;
}
