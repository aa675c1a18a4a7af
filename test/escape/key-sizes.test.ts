import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

const END = /^delivered (?:delivered|bad_request|gateway_timeout) delivered$/;
const LIMITS = { timeoutMs: 4_000, cpuMs: 500 };

describe('a derivation that costs as much as one likes ends with its own event:', () => {
  test.each([
    ['PBKDF2 with many rounds', 'crypto.pbkdf2Sync("a", "b", 1e9, 64, "sha512");'],
    ['PBKDF2 with a long key', 'crypto.pbkdf2Sync("a", "b", 1, 2 ** 31 - 1, "sha512");'],
    [
      'PBKDF2 with a long passphrase',
      'crypto.pbkdf2Sync("a".repeat(1e7), "b".repeat(1e7), 1e4, 64, "sha512");',
    ],
    [
      'scrypt with much memory',
      'crypto.scryptSync("a", "b", 64, { N: 2 ** 20, r: 64, p: 1, maxmem: 2 ** 40 });',
    ],
    [
      'scrypt with much of all',
      'crypto.scryptSync("a", "b", 64, { N: 2 ** 14, r: 8, p: 2 ** 20, maxmem: 2 ** 40 });',
    ],
    ['scrypt in a loop', 'for (;;) crypto.scryptSync("a", "b", 64, { N: 2 ** 14, r: 8, p: 1 });'],
    [
      'a derived key',
      'const key = await crypto.subtle.importKey("raw", new Uint8Array(8), "PBKDF2", false, ["deriveBits"]); await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-512", salt: new Uint8Array(8), iterations: 4e9 }, key, 512);',
    ],
    [
      'a hash without end',
      'const it = crypto.createHash("sha512"); const text = "x".repeat(1e6); for (;;) it.update(text);',
    ],
    ['an HMAC without end', 'for (;;) crypto.createHmac("sha512", "k".repeat(1e6)).update("x").digest();'],
  ])('%s', async (_, statements) => {
    expect(await hostile.amongOthers(statements, { limits: LIMITS })).toMatch(END);
  });
});

describe('a key that would be slow to use is refused:', () => {
  const pem = ({ privateKey }: { readonly privateKey: unknown }): string => JSON.stringify(privateKey);
  const PRIVATE = {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  } as const;
  test.each([
    ['DSA', () => pem(generateKeyPairSync('dsa', { modulusLength: 1_024, divisorLength: 160, ...PRIVATE }))],
    [
      'a curve that nobody uses',
      () => pem(generateKeyPairSync('ec', { namedCurve: 'sect571r1', ...PRIVATE })),
    ],
    [
      'a passphrase of many rounds',
      () =>
        JSON.stringify('-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----'),
    ],
    [
      '100 KB of it',
      () => JSON.stringify(`-----BEGIN PRIVATE KEY-----\n${'A'.repeat(1e5)}\n-----END PRIVATE KEY-----`),
    ],
    [
      'a JWK with an exponent without end',
      () => JSON.stringify({ kty: 'RSA', n: 'w'.repeat(342), e: 'w'.repeat(342) }),
    ],
  ])('%s', async (_, makeKey) => {
    const statements = `const text = ${makeKey()};
      const key = typeof text === 'object' ? { key: text, format: 'jwk' } : { key: text, passphrase: 'a' };
      try { crypto.createSign('sha256').update('a').sign(key); return 'signed'; } catch (error) { return error instanceof Error ? 'refused' : 'odd'; }`;
    expect(await hostile.returned(statements, { limits: LIMITS })).toBe('refused');
  });
});

test('what the host says of a key shows nothing of the host', async () => {
  const statements = `const said = [];
    for (const act of [
      () => crypto.createSign('sha256').sign('no key'), () => crypto.createCipheriv('none', 'a', 'b'),
      () => crypto.createCipheriv('aes-256-gcm', Buffer.alloc(1), null), () => crypto.publicEncrypt('x', Buffer.alloc(1)),
      () => crypto.createPrivateKey({ key: 'x', format: 'der', type: 'pkcs8' }), () => crypto.scryptSync('a', 'b', -1), () => crypto.randomBytes(-1),
    ]) {
      try { act(); } catch (error) {
        said.push(String(error.stack), String(error.message), ...Reflect.ownKeys(error).map((key) => String(key) + String(error[key])));
        if (!(error instanceof Error) || error.constructor.constructor('return typeof process')() !== 'undefined') said.push('foreign');
      }
    }
    return said.join('\\n');`;
  const said = (await hostile.returned(statements, { limits: LIMITS })) as string;
  expect(said.length).toBeGreaterThan(100);
  expect(said).not.toMatch(/node:internal|\/runtime\/|\.ts:|node_modules|^foreign$/m);
});
