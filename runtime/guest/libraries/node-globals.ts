/** Bytes as Node's `Buffer` is, as far as the libraries' stand-ins need it. */
export interface Bytes extends Uint8Array {
  toString(encoding?: string): string;
}

interface Hash {
  update(data: string | Uint8Array): Hash;
  digest(encoding?: string): unknown;
}

interface Signer {
  update(data: string | Uint8Array): Signer;
  sign(key: unknown, encoding?: string): unknown;
}

interface Verifier {
  update(data: string | Uint8Array): Verifier;
  verify(key: unknown, signature: unknown, encoding?: string): boolean;
}

/** The globals that stand where Node has modules. They are there before a library is evaluated. */
interface NodeGlobals {
  readonly Buffer: {
    from(text: string | Uint8Array, encoding?: string): Bytes;
    isBuffer(value: unknown): value is Bytes;
  };
  readonly crypto: {
    createHash(algorithm: string): Hash;
    createHmac(algorithm: string, key: unknown): Hash;
    createSign(algorithm: string): Signer;
    createVerify(algorithm: string): Verifier;
    timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
  };
}

export const { Buffer, crypto } = globalThis as unknown as NodeGlobals;
