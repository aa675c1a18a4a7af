import { bytesOf, isBufferSource } from './bytes-of.ts';
import type { ByteStream } from './byte-stream.ts';
import { makeByteStream } from './byte-stream.ts';
import { concatBytes } from './concat-bytes.ts';
import { defineInterface, readOptions } from './interface.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

export interface BlobOptions {
  readonly type?: string;
  readonly endings?: string;
}

/** A blob's bytes, which nobody may change. Not on the class: a guest gets copies. */
export let bytesOfBlob: (blob: Blob) => Uint8Array;
/** As `instanceof`, which a guest can redefine and a prototype can feign. */
export let isBlob: (value: unknown) => value is Blob;

/** https://w3c.github.io/FileAPI/#blob-section */
export class Blob {
  #bytes: Uint8Array;
  #type: string;

  constructor(parts: Iterable<unknown> = [], options: BlobOptions = {}) {
    if (typeof parts !== 'object' || parts === null || !(Symbol.iterator in parts))
      throw new TypeError('Cannot make a Blob: its parts are no iterable object');
    const { endings = 'transparent', type = '' } = readOptions(options, 'Blob()');
    if (endings !== 'transparent' && endings !== 'native')
      throw new TypeError('Cannot make a Blob: endings must be transparent or native');
    this.#bytes = concatBytes([...parts].map((part) => bytesOfPart(part, endings)));
    this.#type = normalType(type);
  }

  get size(): number {
    return this.#bytes.length;
  }

  get type(): string {
    return this.#type;
  }

  slice(start: unknown = 0, end: unknown = this.size, contentType: unknown = ''): Blob {
    const [from, to] = [toOffset(start, this.size), toOffset(end, this.size)];
    const blob = new Blob();
    blob.#bytes = this.#bytes.subarray(from, Math.max(from, to));
    blob.#type = normalType(contentType);
    return blob;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#bytes.slice().buffer;
  }

  async bytes(): Promise<Uint8Array> {
    return this.#bytes.slice();
  }

  async text(): Promise<string> {
    return decodeUtf8(this.#bytes);
  }

  stream(): ByteStream {
    return makeByteStream({ take: () => this.#bytes.slice() });
  }

  static {
    bytesOfBlob = (blob) => blob.#bytes;
    isBlob = (value): value is Blob => typeof value === 'object' && value !== null && #bytes in value;
  }
}

defineInterface('Blob', Blob, { show: ({ size, type }) => ({ size, type }) });

function bytesOfPart(part: unknown, endings: string): Uint8Array {
  if (isBlob(part)) return bytesOfBlob(part);
  if (isBufferSource(part)) return bytesOf(part).slice();
  const text = `${part as string}`;
  return encodeUtf8(endings === 'native' ? text.replace(/\r\n?/g, '\n') : text);
}

/** A negative offset counts from the end. */
function toOffset(input: unknown, size: number): number {
  const offset = Math.trunc(Number(input)) || 0;
  return offset < 0 ? Math.max(0, size + offset) : Math.min(offset, size);
}

function normalType(type: unknown): string {
  const text = `${type as string}`;
  return /^[\u0020-\u007e]*$/.test(text) ? text.toLowerCase() : '';
}
