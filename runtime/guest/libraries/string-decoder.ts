interface Decoder {
  decode(bytes?: Uint8Array, options?: { stream: boolean }): string;
}

/** Node's class of this name: turns bytes that come in pieces into text. */
export class StringDecoder {
  readonly #decoder: Decoder;

  constructor(encoding = 'utf8') {
    const { TextDecoder } = globalThis as unknown as { TextDecoder: new (label: string) => Decoder };
    this.#decoder = new TextDecoder(encoding);
  }

  write(bytes: Uint8Array): string {
    return this.#decoder.decode(bytes, { stream: true });
  }

  end(bytes?: Uint8Array): string {
    return this.#decoder.decode(bytes);
  }
}
