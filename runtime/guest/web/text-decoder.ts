import { bytesOf, isBufferSource } from './bytes-of.ts';
import { concatBytes } from './concat-bytes.ts';
import type { Encoding } from './encodings.ts';
import { encodingOf } from './encodings.ts';
import { defineInterface, readOptions } from './interface.ts';

interface DecoderOptions {
  readonly fatal?: boolean;
  readonly ignoreBOM?: boolean;
}

const NOTHING = new Uint8Array();

/** https://encoding.spec.whatwg.org/#interface-textdecoder */
export class TextDecoder {
  readonly #encoding: Encoding;
  readonly #fatal: boolean;
  readonly #ignoreBOM: boolean;
  /** What the last call with `stream` left: the beginning of a character. */
  #rest = NOTHING;
  /** A byte order mark is one only at the beginning. */
  #hasBegun = false;

  constructor(label: unknown = 'utf-8', options: DecoderOptions = {}) {
    this.#encoding = encodingOf(label);
    const { fatal, ignoreBOM } = readOptions(options, 'TextDecoder()');
    this.#fatal = Boolean(fatal);
    this.#ignoreBOM = Boolean(ignoreBOM);
  }

  get encoding(): string {
    return this.#encoding.name;
  }

  get fatal(): boolean {
    return this.#fatal;
  }

  get ignoreBOM(): boolean {
    return this.#ignoreBOM;
  }

  decode(input: unknown = NOTHING, options: { readonly stream?: boolean } = {}): string {
    const { name, decode, incomplete } = this.#encoding;
    const bytes = this.#rest.length === 0 ? readInput(input) : concatBytes([this.#rest, readInput(input)]);
    const isStream = Boolean(options?.stream);
    const end = bytes.length - (isStream ? incomplete(bytes) : 0);
    const hasBegun = this.#hasBegun;
    this.#rest = bytes.slice(end);
    this.#hasBegun = isStream && (hasBegun || end > 0);
    const text = decode(bytes.subarray(0, end), this.#fatal);
    const hasMark = !hasBegun && !this.#ignoreBOM && name !== 'windows-1252' && text.startsWith('\ufeff');
    return hasMark ? text.slice(1) : text;
  }
}

defineInterface('TextDecoder', TextDecoder, {
  show: ({ encoding, fatal, ignoreBOM }) => ({ encoding, fatal, ignoreBOM }),
});

function readInput(input: unknown): Uint8Array {
  if (isBufferSource(input)) return bytesOf(input);
  throw new TypeError('Cannot decode: the input is neither an ArrayBuffer nor a view on one');
}
