/** What a data key is for. It opens only with the very same context. */
export type KeyContext = Readonly<Record<string, string>>;

export interface DataKey {
  /** 256 bits; never stored. */
  readonly plaintext: Uint8Array;
  /** What is stored beside the text that the key sealed. */
  readonly wrapped: Uint8Array;
}

/** Keys that seal one text each, wrapped under a key that never leaves its keeper. */
export interface DataKeys {
  generate(context: KeyContext): Promise<DataKey>;
  /** @throws BrokenError when `wrapped` was changed, or wrapped for another context */
  unwrap(wrapped: Uint8Array, context: KeyContext): Promise<Uint8Array>;
}
