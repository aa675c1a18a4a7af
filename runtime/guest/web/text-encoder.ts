import { defineInterface, requireArguments } from './interface.ts';
import { encodeUtf8 } from './utf8.ts';

/** https://encoding.spec.whatwg.org/#interface-textencoder */
export class TextEncoder {
  /** Tells an encoder from what only inherits from its prototype. */
  readonly #encoding = 'utf-8';

  get encoding(): string {
    return this.#encoding;
  }

  encode(input: unknown = ''): Uint8Array<ArrayBuffer> {
    if (!(#encoding in this)) throw new TypeError('Illegal invocation');
    return encodeUtf8(`${input as string}`);
  }

  encodeInto(source: unknown, destination: Uint8Array): { read: number; written: number } {
    if (!(#encoding in this)) throw new TypeError('Illegal invocation');
    requireArguments(arguments.length, 2, 'TextEncoder.encodeInto');
    if (!(destination instanceof Uint8Array))
      throw new TypeError('Cannot encode: the destination is no Uint8Array');
    let read = 0;
    let written = 0;
    for (const character of `${source as string}`) {
      const bytes = encodeUtf8(character);
      if (written + bytes.length > destination.length) break;
      destination.set(bytes, written);
      written += bytes.length;
      read += character.length;
    }
    return { read, written };
  }
}

defineInterface('TextEncoder', TextEncoder, { show: ({ encoding }) => ({ encoding }) });
