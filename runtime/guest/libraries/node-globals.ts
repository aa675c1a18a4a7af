/** Bytes as Node's `Buffer` is, as far as the libraries' stand-ins need it. */
export interface Bytes extends Uint8Array {
  toString(encoding?: string): string;
}

interface NodeGlobals {
  readonly Buffer: { from(text: string | Uint8Array, encoding?: string): Bytes };
}

/** The global that stands where Node has a module; it is there before a library is evaluated. */
export const { Buffer } = globalThis as typeof globalThis & NodeGlobals;
