import type { DecodeOptions } from './utf8.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** https://encoding.spec.whatwg.org/#interface-textencoder */
export class TextEncoder {
  get encoding(): string {
    return 'utf-8';
  }

  encode(input: unknown = ''): Uint8Array {
    return encodeUtf8(`${input as string}`);
  }

  encodeInto(source: string, destination: Uint8Array): { read: number; written: number } {
    let read = 0;
    let written = 0;
    for (const character of source) {
      const bytes = encodeUtf8(character);
      if (written + bytes.length > destination.length) break;
      destination.set(bytes, written);
      written += bytes.length;
      read += character.length;
    }
    return { read, written };
  }
}

const LABELS = ['utf-8', 'utf8', 'unicode-1-1-utf-8', 'unicode11utf8', 'unicode20utf8', 'x-unicode20utf8'];

/** https://encoding.spec.whatwg.org/#interface-textdecoder, for UTF-8 and whole inputs. */
export class TextDecoder {
  readonly #options: DecodeOptions;

  constructor(label: unknown = 'utf-8', options: DecodeOptions = {}) {
    const name = `${label as string}`.trim().toLowerCase();
    if (!LABELS.includes(name)) {
      throw new RangeError(`Cannot decode "${name.slice(0, 40)}": only utf-8 is supported`);
    }
    this.#options = options;
  }

  get encoding(): string {
    return 'utf-8';
  }

  get fatal(): boolean {
    return this.#options.fatal === true;
  }

  get ignoreBOM(): boolean {
    return this.#options.ignoreBOM === true;
  }

  decode(input?: ArrayBuffer | ArrayBufferView): string {
    return input === undefined ? '' : decodeUtf8(bytesOf(input), this.#options);
  }
}

/** The bytes of a buffer or of a view on one, not copied. */
export function bytesOf(source: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
