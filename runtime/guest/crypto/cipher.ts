import { askHostForJson, callHost } from '../bridge/host-call.ts';
import { Buffer } from '../node/buffer.ts';
import { findEncoding } from '../node/encodings.ts';
import type { FastBuffer } from '../node/fast-buffer.ts';
import { invalidArgValue, nodeError } from '../node/node-error.ts';
import { validateInteger, validateString } from '../node/validate.ts';
import { bytesArg, outputOf, viewArg } from './bytes-arg.ts';
import { secretArg } from './secret-arg.ts';

interface CipherOptions {
  readonly authTagLength?: unknown;
}

/** What is said in front: with or without a tag. */
interface Started {
  readonly id: number;
  readonly hasTag: boolean;
}

/** What ciphers and deciphers share: the host holds the cipher, by number. */
class CipherBase {
  readonly #id: number;
  readonly #hasTag: boolean;
  #state: 'new' | 'begun' | 'over' = 'new';
  #outputEncoding: string | null = null;
  /** What is left of a character whose bytes come in two parts. */
  #rest: Uint8Array = new Uint8Array(0);
  protected tag: FastBuffer | null = null;

  constructor({ id, hasTag }: Started) {
    this.#id = id;
    this.#hasTag = hasTag;
  }

  update(data: unknown, inputEncoding?: unknown, outputEncoding?: unknown): FastBuffer | string {
    const bytes = viewArg(data, 'data', inputEncoding);
    if (this.#state === 'over') throw new Error('Trying to add data in unsupported state');
    this.#state = 'begun';
    return this.#output(this.#step('update', {}, bytes), outputEncoding, 'more');
  }

  final(outputEncoding?: unknown): FastBuffer | string {
    if (this.#state === 'over') throw invalidState('Invalid state');
    let answer: Uint8Array<ArrayBuffer>;
    try {
      answer = this.#step('final');
    } finally {
      this.#state = 'over';
    }
    const tagBytes = answer[0]!;
    if (tagBytes > 0) this.tag = Buffer.from(answer.subarray(1, 1 + tagBytes));
    return this.#output(answer.subarray(1 + tagBytes), outputEncoding, 'last');
  }

  setAutoPadding(isOn: unknown = true): this {
    if (this.#state === 'over') throw invalidState('Invalid state for operation setAutoPadding');
    this.#step('setAutoPadding', { isOn: Boolean(isOn) });
    return this;
  }

  protected addData(data: unknown): void {
    if (!this.#hasTag || this.#state !== 'new') throw invalidState('Invalid state for operation setAAD');
    this.#step('setAAD', {}, bytesArg(data, 'buffer'));
  }

  protected expectTag(tag: unknown, encoding: unknown): void {
    const bytes = bytesArg(tag, 'buffer', encoding);
    if (!this.#hasTag || this.#state === 'over') {
      throw invalidState('Invalid state for operation setAuthTag');
    }
    this.#step('setAuthTag', {}, bytes);
  }

  protected refuseUnlessOver(): void {
    if (this.#state !== 'over') throw invalidState('Invalid state for operation getAuthTag');
  }

  #step(step: string, params: object = {}, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
    return callHost('cipher-step', { id: this.#id, step, ...params }, parts);
  }

  /** Text holds whole units of its encoding: three bytes of base64, a whole character of UTF-8. */
  #output(bytes: Uint8Array<ArrayBuffer>, name: unknown, when: 'more' | 'last'): FastBuffer | string {
    const encoding = typeof name === 'string' && name !== 'buffer' ? findEncoding(name) : undefined;
    if (encoding === undefined) return outputOf(bytes, undefined);
    this.#outputEncoding ??= encoding.name;
    if (this.#outputEncoding !== encoding.name) {
      throw invalidArgValue('outputEncoding', name, `cannot be changed from '${this.#outputEncoding}'`);
    }
    const all = Buffer.concat([this.#rest, bytes]);
    const whole = when === 'last' ? all.length : wholeBytes(all, encoding.name);
    this.#rest = all.subarray(whole);
    return encoding.decode(all, 0, whole);
  }
}

/** How many of them make whole units. */
function wholeBytes(bytes: Uint8Array, encoding: string): number {
  switch (encoding) {
    case 'base64':
    case 'base64url':
      return bytes.length - (bytes.length % 3);
    case 'utf16le':
      return bytes.length - (bytes.length % 2);
    case 'utf8':
      return wholeUtf8(bytes);
    default:
      return bytes.length;
  }
}

/** Node, other than the standard's decoder, waits for the rest of what no byte can complete. */
function wholeUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf8 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** https://nodejs.org/api/crypto.html#class-cipheriv, without the stream. */
class Cipheriv extends CipherBase {
  getAuthTag(): FastBuffer {
    this.refuseUnlessOver();
    if (this.tag === null) throw invalidState('Invalid state for operation getAuthTag');
    return this.tag;
  }

  setAAD(data: unknown): this {
    this.addData(data);
    return this;
  }
}

/** https://nodejs.org/api/crypto.html#class-decipheriv, without the stream. */
class Decipheriv extends CipherBase {
  setAuthTag(tag: unknown, encoding?: unknown): this {
    this.expectTag(tag, encoding);
    return this;
  }

  setAAD(data: unknown): this {
    this.addData(data);
    return this;
  }
}

export function createCipheriv(
  algorithm: unknown,
  key: unknown,
  iv: unknown,
  options?: CipherOptions | null,
): Cipheriv {
  return new Cipheriv(start(algorithm, { key, iv, options, decrypts: false }));
}

export function createDecipheriv(
  algorithm: unknown,
  key: unknown,
  iv: unknown,
  options?: CipherOptions | null,
): Decipheriv {
  return new Decipheriv(start(algorithm, { key, iv, options, decrypts: true }));
}

interface StartOptions {
  readonly key: unknown;
  readonly iv: unknown;
  readonly options: CipherOptions | null | undefined;
  readonly decrypts: boolean;
}

function start(name: unknown, { key, iv, options, decrypts }: StartOptions): Started {
  validateString(name, 'cipher');
  const secret = secretArg(key);
  const authTagLength = options?.authTagLength;
  if (authTagLength !== undefined) validateInteger(authTagLength, 'options.authTagLength', { from: 0 });
  const parts = iv === null ? [secret] : [secret, bytesArg(iv, 'iv')];
  const id = askHostForJson('cipher', { name, decrypts, authTagLength }, parts) as number;
  return { id, hasTag: /gcm|poly1305/i.test(name) };
}

function invalidState(message: string): Error {
  return nodeError(Error, 'ERR_CRYPTO_INVALID_STATE', message);
}
