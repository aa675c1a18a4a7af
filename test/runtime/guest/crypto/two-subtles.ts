import * as nodeCrypto from 'node:crypto';
import type { AnyCrypto } from './same-as-node.ts';
import { connectedCrypto } from './same-as-node.ts';

export type Subtle = nodeCrypto.webcrypto.SubtleCrypto;
export type Key = nodeCrypto.webcrypto.CryptoKey;
export type Algorithm = { readonly name: string; readonly [member: string]: unknown };
export type Usages = readonly nodeCrypto.webcrypto.KeyUsage[];

export function subtleOf(crypto: AnyCrypto): Subtle {
  return crypto.webcrypto.subtle;
}

/** The guest's, and Node's. */
export const mine = subtleOf(connectedCrypto());
export const node = subtleOf(nodeCrypto);

export const DATA = new TextEncoder().encode('some text to be signed, or sealed');
export const RSA = { modulusLength: 2_048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' };

/** A key of one in a form that crosses, and read by the other. */
export async function moved(key: Key, to: Subtle, format: 'raw' | 'pkcs8' | 'spki' | 'jwk'): Promise<Key> {
  const from = to === mine ? node : mine;
  const data = await from.exportKey(format as 'jwk', key);
  return to.importKey(format as 'jwk', data, key.algorithm, true, [...key.usages]);
}

export async function pairOf(
  algorithm: Algorithm,
  usages: Usages,
  by: Subtle = node,
): Promise<nodeCrypto.webcrypto.CryptoKeyPair> {
  return by.generateKey(algorithm as never, true, usages);
}

export function bytesOf(buffer: ArrayBuffer): number[] {
  return Array.from(new Uint8Array(buffer));
}

/** In a form that can be compared, whosever it is. */
export function plain(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return bytesOf(value);
  if (value instanceof Uint8Array) return Array.from(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}
