import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyPairKeyObjectResult } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decryptCost } from '../../../../../runtime/sandbox/host-calls/crypto/decrypt-cost.ts';
import { HostCallParams } from '../../../../../runtime/sandbox/host-calls/parse-host-call.ts';
import { readKey } from '../../../../../runtime/sandbox/host-calls/crypto/read-key.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const jwk = privateKey.export({ format: 'jwk' });
const sealed = privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'p' });

function read(source: Readonly<Record<string, unknown>>, kind: 'private' | 'public' = 'private'): unknown {
  return readKey(new HostCallParams(source), kind);
}

function pemOf(der: Buffer, label = 'ENCRYPTED PRIVATE KEY'): string {
  return `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
}

/** The sealed key with another number of iterations, of two bytes as the 2,048 that it has. */
function withIterations(bytes: readonly number[]): Buffer {
  const at = sealed.indexOf(Buffer.from([2, 2, 8, 0]));
  return Buffer.concat([sealed.subarray(0, at + 2), Buffer.from(bytes), sealed.subarray(at + 4)]);
}

describe('readKey() refuses what would keep the process for long:', () => {
  test('an RSA key of more than 4,096 bits', () => {
    const n = Buffer.alloc(1_024, 255).toString('base64url');
    expect(() =>
      read({ format: 'jwk', text: JSON.stringify({ kty: 'RSA', n, e: 'AQAB' }) }, 'public'),
    ).toThrow('Cannot use the key: it has 8192 bits, the limit is 4096');
  });

  test('an RSA key with a long exponent', () => {
    const e = Buffer.alloc(200, 255).toString('base64url');
    expect(() => read({ format: 'jwk', text: JSON.stringify({ ...jwk, e }) }, 'public')).toThrow(
      'Cannot use the key: its public exponent has more than 64 bits',
    );
  });

  test.each(['d', 'p', 'q', 'dp', 'dq', 'qi'])('an RSA key with a long %s', (part) => {
    const text = JSON.stringify({ ...jwk, [part]: Buffer.alloc(1_000, 255).toString('base64url') });
    expect(() => read({ format: 'jwk', text })).toThrow();
    const fair = JSON.stringify({ ...jwk, [part]: Buffer.alloc(257, 255).toString('base64url') });
    expect(() => read({ format: 'jwk', text: fair })).toThrow();
  });

  test.each<readonly [string, KeyPairKeyObjectResult]>([
    ['a key of DSA', generateKeyPairSync('dsa', { modulusLength: 1_024, divisorLength: 160 })],
    ['a key of RSA-PSS alone', generateKeyPairSync('rsa-pss', { modulusLength: 2_048 })],
    ['a curve of few', generateKeyPairSync('ec', { namedCurve: 'sect571r1' })],
  ])('%s', (_, pair) => {
    const text = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => read({ format: 'pem', text })).toThrow(/^Cannot use the key: its (type|curve) is /);
  });

  test('a text that is too long for a key', () => {
    expect(() => read({ format: 'pem', text: 'x'.repeat(12_289) })).toThrow(
      'Cannot read the key: it has 12289 characters, the limit is 12288',
    );
  });

  test('a passphrase of too many iterations', () => {
    const slow = withIterations([0xff, 0xff]);
    const refusal = 'Cannot read the key: its passphrase takes 65535 iterations, the limit is 50000';
    expect(() => read({ format: 'pem', text: pemOf(slow), passphrase: 'p' })).toThrow(refusal);
    const der = { format: 'der', type: 'pkcs8', text: slow.toString('base64'), passphrase: 'p' };
    expect(() => read(der)).toThrow(refusal);
    expect(() => read(der, 'public')).toThrow(refusal);
  });

  test('a passphrase whose cost it cannot tell', () => {
    const traditional = privateKey.export({
      type: 'pkcs1',
      format: 'pem',
      cipher: 'aes-128-cbc',
      passphrase: 'p',
    });
    const refusal =
      'Cannot read the key: one with a passphrase must be PKCS #8, as "openssl pkcs8 -topk8" makes it';
    expect(() => read({ format: 'pem', text: traditional.toString(), passphrase: 'p' })).toThrow(refusal);
    const two = pemOf(sealed) + pemOf(withIterations([0xff, 0xff]));
    expect(() => read({ format: 'pem', text: two, passphrase: 'p' })).toThrow(refusal);
    const hidden = pemOf(withIterations([0xff, 0xff]), 'PRIVATE KEY') + '\nENCRYPTED';
    expect(() => read({ format: 'pem', text: hidden, passphrase: 'p' })).toThrow(refusal);
  });

  test('a passphrase for what is no sealed key', () => {
    const plain = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
    expect(() => read({ format: 'der', type: 'pkcs8', text: plain, passphrase: 'p' })).toThrow(
      'Cannot read the key: its passphrase takes an unknown number of iterations, the limit is 50000',
    );
  });
});

test('readKey() makes an RSA key anew of the numbers that it was weighed by', () => {
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const again = readKey(new HostCallParams({ format: 'pem', text: pem }), 'private');
  expect(again.equals(privateKey)).toBe(true);
  const opened = readKey(
    new HostCallParams({ format: 'pem', text: pemOf(sealed), passphrase: 'p' }),
    'private',
  );
  expect(opened.equals(privateKey)).toBe(true);
  expect(
    readKey(new HostCallParams({ format: 'pem', text: pem }), 'public').equals(createPublicKey(privateKey)),
  ).toBe(true);
});

describe('decryptCost()', () => {
  test('is the number of iterations', () => {
    expect(decryptCost(sealed)).toBe(2_048);
    expect(decryptCost(withIterations([0x10, 0x01]))).toBe(4_097);
  });

  test('is unknown for scrypt, and for what is no sealed key', () => {
    expect(decryptCost(privateKey.export({ type: 'pkcs8', format: 'der' }))).toBe(null);
    expect(decryptCost(Buffer.alloc(0))).toBe(null);
    expect(decryptCost(Buffer.concat([sealed, Buffer.alloc(1)]))).toBe(null);
  });

  test('never opens what it has not weighed, whatever is changed in a key', () => {
    fc.assert(
      fc.property(fc.nat(120), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(sealed);
        changed[at] = byte;
        const cost = decryptCost(changed);
        if (cost !== null && cost <= 50_000) return;
        expect(() =>
          read({ format: 'der', type: 'pkcs8', text: changed.toString('base64'), passphrase: 'p' }),
        ).toThrow();
      }),
      { numRuns: 300 },
    );
  });
});

test('a private key of bytes is read as Node reads it', () => {
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  const key = readKey(
    new HostCallParams({ format: 'der', type: 'pkcs8', text: der.toString('base64') }),
    'private',
  );
  expect(key.equals(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))).toBe(true);
});
