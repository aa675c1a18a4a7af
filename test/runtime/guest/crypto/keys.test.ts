import * as nodeCrypto from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { pemsOf } from './pems-of.ts';
import type { AnyCrypto } from './same-as-node.ts';
import { connectedCrypto, expectSame } from './same-as-node.ts';

const crypto = connectedCrypto();
const rsa = pemsOf(nodeCrypto.generateKeyPairSync('rsa', { modulusLength: 2_048 }));
const ec = pemsOf(nodeCrypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const ed = pemsOf(nodeCrypto.generateKeyPairSync('ed25519'));
const sealed = nodeCrypto
  .createPrivateKey(rsa.privateKey)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
  .toString();
const pkcs1 = nodeCrypto.createPrivateKey(rsa.privateKey).export({ type: 'pkcs1', format: 'pem' }).toString();
const sec1 = nodeCrypto.createPrivateKey(ec.privateKey).export({ type: 'sec1', format: 'pem' }).toString();
const jwk = nodeCrypto.createPrivateKey(rsa.privateKey).export({ format: 'jwk' });
const der = nodeCrypto.createPrivateKey(rsa.privateKey).export({ type: 'pkcs8', format: 'der' });
const PSS = nodeCrypto.constants.RSA_PKCS1_PSS_PADDING;

/** Signatures that are the same whenever they are made. */
describe('createSign agrees with Node on', () => {
  test.each<[string, (crypto: AnyCrypto) => unknown]>([
    [
      'a Google service account',
      ({ createSign }) => createSign('RSA-SHA256').update('head.claims').sign(rsa.privateKey, 'base64'),
    ],
    ['PKCS #1', ({ createSign }) => createSign('sha512').update('x').sign(pkcs1, 'hex')],
    [
      'a buffer of PEM',
      ({ createSign }) =>
        createSign('sha1')
          .update('x')
          .sign(new TextEncoder().encode(pkcs1) as Buffer, 'hex'),
    ],
    [
      'several updates',
      ({ createSign }) =>
        createSign('sha256')
          .update('a')
          .update('62', 'hex')
          .update(new Uint16Array([3]))
          .sign(rsa.privateKey, 'hex'),
    ],
    ['a buffer for an answer', ({ createSign }) => createSign('sha256').update('x').sign(rsa.privateKey)],
    [
      'a passphrase',
      ({ createSign }) => createSign('sha256').update('x').sign({ key: sealed, passphrase: 'secret' }, 'hex'),
    ],
    [
      'a wrong passphrase',
      ({ createSign }) => createSign('sha256').sign({ key: sealed, passphrase: 'wrong' }),
    ],
    ['no passphrase', ({ createSign }) => createSign('sha256').sign(sealed)],
    ['a JWK', ({ createSign }) => createSign('sha256').update('x').sign({ key: jwk, format: 'jwk' }, 'hex')],
    [
      'DER',
      ({ createSign }) =>
        createSign('sha256').update('x').sign({ key: der, format: 'der', type: 'pkcs8' }, 'hex'),
    ],
    [
      'a key object',
      ({ createSign, createPrivateKey }) =>
        createSign('sha256').update('x').sign(createPrivateKey(rsa.privateKey), 'hex'),
    ],
    [
      'a padding',
      ({ createSign, constants }) =>
        createSign('sha256')
          .update('x')
          .sign({ key: rsa.privateKey, padding: constants.RSA_PKCS1_PADDING }, 'hex'),
    ],
    [
      'PSS without salt',
      ({ createSign, constants }) =>
        createSign('sha256')
          .update('x')
          .sign({ key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 0 }, 'hex'),
    ],
    [
      'a padding that there is not',
      ({ createSign }) => createSign('sha256').update('x').sign({ key: rsa.privateKey, padding: 99 }),
    ],
    [
      'a salt that is too long',
      ({ createSign }) =>
        createSign('sha256').update('x').sign({ key: rsa.privateKey, padding: PSS, saltLength: 10_000 }),
    ],
    [
      'a salt length that is none',
      ({ createSign }) =>
        createSign('sha256')
          .update('x')
          .sign({ key: rsa.privateKey, saltLength: 'x' as unknown as number }),
    ],
    [
      'an encoding of DSA that is none',
      ({ createSign }) =>
        createSign('sha256')
          .update('x')
          .sign({ key: ec.privateKey, dsaEncoding: 'x' as 'der' }),
    ],
    ['an unknown digest', ({ createSign }) => createSign('nope')],
    ['no digest', ({ createSign }) => createSign(5 as unknown as string)],
    ['no key', ({ createSign }) => (createSign('sha256').sign as () => unknown)()],
    ['a text that is no key', ({ createSign }) => createSign('sha256').sign('nope')],
    ['a number as key', ({ createSign }) => createSign('sha256').sign(5 as unknown as string)],
    ['a public key', ({ createSign }) => createSign('sha256').sign(rsa.publicKey)],
    [
      'a second signature',
      ({ createSign }) => {
        const it = createSign('sha256');
        it.sign(rsa.privateKey);
        return it.sign(rsa.privateKey);
      },
    ],
    [
      'an update after the signature',
      ({ createSign }) => {
        const it = createSign('sha256');
        it.sign(rsa.privateKey);
        return it.update('x');
      },
    ],
    ['Ed25519 in one call', ({ sign }) => sign(null, new Uint8Array([1]), ed.privateKey).toString('hex')],
    ['RSA in one call', ({ sign }) => sign('sha256', new Uint8Array([1]), rsa.privateKey).toString('hex')],
  ])('%s', async (_, run) => {
    await expectSame(run);
  });
});

describe('createVerify agrees with Node on', () => {
  const of = (key: Parameters<typeof nodeCrypto.sign>[2]): Buffer =>
    nodeCrypto.sign('sha256', Buffer.from('text'), key);
  const byRsa = of(rsa.privateKey);
  const byEc = of(ec.privateKey);
  const byFlatEc = of({ key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
  const byPss = of({ key: rsa.privateKey, padding: PSS, saltLength: 32 });

  test.each<[string, (crypto: AnyCrypto) => unknown]>([
    [
      'a public key',
      ({ createVerify }) => createVerify('sha256').update('text').verify(rsa.publicKey, byRsa),
    ],
    [
      'a signature in hex',
      ({ createVerify }) =>
        createVerify('sha256').update('text').verify(rsa.publicKey, byRsa.toString('hex'), 'hex'),
    ],
    [
      'another text',
      ({ createVerify }) => createVerify('sha256').update('other').verify(rsa.publicKey, byRsa),
    ],
    [
      'a signature that is none',
      ({ createVerify }) => createVerify('sha256').update('text').verify(rsa.publicKey, 'x'),
    ],
    [
      'a private key',
      ({ createVerify }) => createVerify('sha256').update('text').verify(rsa.privateKey, byRsa),
    ],
    [
      'an elliptic curve',
      ({ createVerify }) => createVerify('sha256').update('text').verify(ec.publicKey, byEc),
    ],
    [
      'its flat encoding',
      ({ createVerify }) =>
        createVerify('sha256')
          .update('text')
          .verify({ key: ec.publicKey, dsaEncoding: 'ieee-p1363' }, byFlatEc),
    ],
    [
      'PSS',
      ({ createVerify }) =>
        createVerify('sha256')
          .update('text')
          .verify({ key: rsa.publicKey, padding: PSS, saltLength: 32 }, byPss),
    ],
    [
      'no signature',
      ({ createVerify }) => (createVerify('sha256').verify as (key: string) => unknown)(rsa.publicKey),
    ],
    ['a text that is no key', ({ createVerify }) => createVerify('sha256').verify('nope', 'x')],
    ['one call', ({ verify }) => verify('sha256', new TextEncoder().encode('text'), rsa.publicKey, byRsa)],
  ])('%s', async (_, run) => {
    await expectSame(run);
  });
});

test('what is signed here is verified there, where no two signatures are the same', () => {
  for (const key of [ec, rsa]) {
    for (const options of [{}, { padding: PSS }, { dsaEncoding: 'ieee-p1363' as const }]) {
      if (key === ec && 'padding' in options) continue;
      const signature = crypto
        .createSign('sha256')
        .update('text')
        .sign({ key: key.privateKey, ...options });
      const verifier = nodeCrypto.createVerify('sha256').update('text');
      expect(verifier.verify({ key: key.publicKey, ...options }, signature)).toBe(true);
    }
  }
});

describe('keys agree with Node on', () => {
  test.each<[string, (crypto: AnyCrypto) => unknown]>([
    [
      'what a private key is',
      ({ createPrivateKey }) => {
        const key = createPrivateKey(rsa.privateKey);
        return [key.type, key.asymmetricKeyType, key.asymmetricKeyDetails];
      },
    ],
    [
      'what a public key is',
      ({ createPublicKey }) => {
        const key = createPublicKey(ec.publicKey);
        return [key.type, key.asymmetricKeyType, key.asymmetricKeyDetails];
      },
    ],
    [
      'the public key of a private one',
      ({ createPublicKey }) => createPublicKey(sec1).export({ type: 'spki', format: 'pem' }),
    ],
    [
      'PEM',
      ({ createPrivateKey }) => createPrivateKey(rsa.privateKey).export({ type: 'pkcs1', format: 'pem' }),
    ],
    [
      'DER',
      ({ createPrivateKey }) => createPrivateKey(ed.privateKey).export({ type: 'pkcs8', format: 'der' }),
    ],
    ['a JWK', ({ createPrivateKey }) => createPrivateKey(ec.privateKey).export({ format: 'jwk' })],
    [
      'a secret',
      ({ createSecretKey }) => {
        const key = createSecretKey('6162', 'hex');
        return [key.type, key.symmetricKeySize, key.export(), key.export({ format: 'jwk' })];
      },
    ],
    [
      'equal keys',
      ({ createPublicKey }) => createPublicKey(rsa.publicKey).equals(createPublicKey(rsa.privateKey)),
    ],
    [
      'unequal keys',
      ({ createPublicKey }) => createPublicKey(rsa.publicKey).equals(createPublicKey(ec.publicKey)),
    ],
    ['an object that is no key', ({ createPrivateKey }) => createPrivateKey({} as { key: string })],
    ['a secret that is a number', ({ createSecretKey }) => createSecretKey(5 as unknown as Buffer)],
  ])('%s', async (_, run) => {
    await expectSame(run);
  });

  test('a text that is no key', () => {
    // OpenSSL says in several ways what is wrong with it, as it happens.
    expect(() => crypto.createPublicKey('x')).toThrow(/^error:/);
  });

  test('a sealed key that Node can open', () => {
    const pem = crypto
      .createPrivateKey(rsa.privateKey)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'p' });
    expect(
      nodeCrypto.createPrivateKey({ key: pem, passphrase: 'p' }).export({ type: 'pkcs8', format: 'pem' }),
    ).toBe(rsa.privateKey);
  });
});
