import * as nodeCrypto from 'node:crypto';
import { expect } from '@jest/globals';
import { crypto as guestCrypto } from '../../../../runtime/guest/crypto/crypto.ts';
import { connectRealHost } from '../connect-real-host.ts';

/** Node's crypto, with what a page finds beside it. */
export type AnyCrypto = typeof nodeCrypto;

/** The guest's crypto, with the real host behind it. */
export function connectedCrypto(): AnyCrypto {
  connectRealHost();
  return guestCrypto as unknown as AnyCrypto;
}

/** What code comes to, in a form that tells of any difference: texts, bytes, or an error's name, code and message. */
async function endOf(run: (crypto: AnyCrypto) => unknown, crypto: AnyCrypto): Promise<unknown> {
  try {
    return plain(await run(crypto));
  } catch (error) {
    const { name, message, code } = error as Error & { readonly code?: unknown };
    // A DOMException's message is free.
    return typeof code === 'number' ? { name } : { name, message, code };
  } finally {
    // Node leaves some errors of OpenSSL's for whatever comes next, as after comparing keys of two kinds; this clears them.
    nodeCrypto.randomBytes(1);
  }
}

/** Expects the same of the guest's crypto as of Node's. */
export async function expectSame(run: (crypto: AnyCrypto) => unknown): Promise<void> {
  expect(await endOf(run, connectedCrypto())).toEqual(await endOf(run, nodeCrypto));
}

function plain(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
  if (value instanceof Uint8Array) return { bytes: [...value] };
  return Array.isArray(value) ? value.map(plain) : value;
}
