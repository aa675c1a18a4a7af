import * as pako from 'pako';
import type { Bytes } from './node-globals.ts';
import { Buffer } from './node-globals.ts';

/** What Segment's runtime calls `zlib.zlib`, in the place of Node's module. */
type Input = string | Uint8Array | ArrayBuffer;
type Options = Readonly<Record<string, unknown>>;
type Callback = (error: unknown, result?: Bytes) => void;
type Convert = (input: Uint8Array, options?: never) => Uint8Array;

/** A function of Node's that answers at once. */
const sync =
  (convert: Convert) =>
  (input: Input, options?: Options): Bytes =>
    Buffer.from(convert(bytesOf(input), options as never));

/** A function of Node's that calls back; without a callback it gives a promise, which Segment's runtime has too. */
const later =
  (convert: Convert) =>
  (input: Input, ...rest: readonly (Options | Callback | undefined)[]): Promise<Bytes> | undefined => {
    const options = rest.find((each) => typeof each === 'object');
    const callback = rest.find((each) => typeof each === 'function');
    const result = Promise.resolve().then(() => sync(convert)(input, options));
    if (callback === undefined) return result;
    void tell(result, callback);
    return undefined;
  };

async function tell(result: Promise<Bytes>, callback: Callback): Promise<void> {
  const [error, bytes] = await result.then(
    (done) => [null, done] as const,
    (reason: unknown) => [reason, undefined] as const,
  );
  callback(error, bytes);
}

function bytesOf(input: Input): Uint8Array {
  if (typeof input === 'string') return Buffer.from(input);
  return input instanceof ArrayBuffer ? new Uint8Array(input) : input;
}

export const deflateSync = sync(pako.deflate);
export const deflateRawSync = sync(pako.deflateRaw);
export const gzipSync = sync(pako.gzip);
export const inflateSync = sync(pako.inflate);
export const inflateRawSync = sync(pako.inflateRaw);
export const gunzipSync = sync(pako.ungzip);
/** Of either kind. */
export const unzipSync = sync(pako.ungzip);

export const deflate = later(pako.deflate);
export const deflateRaw = later(pako.deflateRaw);
export const gzip = later(pako.gzip);
export const inflate = later(pako.inflate);
export const inflateRaw = later(pako.inflateRaw);
export const gunzip = later(pako.ungzip);
export const unzip = later(pako.ungzip);
