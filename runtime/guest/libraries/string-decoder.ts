interface Decoder {
  decode(bytes?: Uint8Array, options?: { stream: boolean }): string;
}

/** The guest's global. */
declare const TextDecoder: new (label: string) => Decoder;

/** Node's class of this name: turns bytes that come in pieces into text. */
export class StringDecoder {
  readonly #decoder: Decoder;

  constructor(encoding = 'utf8') {
    this.#decoder = new TextDecoder(encoding);
  }

  write(bytes: Uint8Array): string {
    return this.#decoder.decode(bytes, { stream: true });
  }

  end(bytes?: Uint8Array): string {
    return this.#decoder.decode(bytes);
  }
}
