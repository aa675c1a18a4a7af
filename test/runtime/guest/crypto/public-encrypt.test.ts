import * as nodeCrypto from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { pemsOf } from './pems-of.ts';
import type { AnyCrypto } from './same-as-node.ts';
import { connectedCrypto, expectSame } from './same-as-node.ts';

const crypto = connectedCrypto();
const rsa = pemsOf(nodeCrypto.generateKeyPairSync('rsa', { modulusLength: 2_048 }));

describe('RSA encryption', () => {
  test('goes from here to Node and back', () => {
    const data = Buffer.from('secret');
    expect(nodeCrypto.privateDecrypt(rsa.privateKey, crypto.publicEncrypt(rsa.publicKey, data))).toEqual(
      data,
    );
    const options = { oaepHash: 'sha256', oaepLabel: Buffer.from('label') };
    const sealedData = nodeCrypto.publicEncrypt({ key: rsa.publicKey, ...options }, data);
    expect(crypto.privateDecrypt({ key: rsa.privateKey, ...options }, sealedData).toString()).toBe('secret');
    expect(nodeCrypto.publicDecrypt(rsa.publicKey, crypto.privateEncrypt(rsa.privateKey, data))).toEqual(
      data,
    );
    expect(
      crypto.publicDecrypt(rsa.publicKey, nodeCrypto.privateEncrypt(rsa.privateKey, data)).toString(),
    ).toBe('secret');
  });

  test.each<[string, (crypto: AnyCrypto) => unknown]>([
    ['what is no message', ({ privateDecrypt }) => privateDecrypt(rsa.privateKey, Buffer.alloc(3))],
    ['too long a message', ({ publicEncrypt }) => publicEncrypt(rsa.publicKey, Buffer.alloc(300))],
  ])('agrees with Node on %s', async (_, run) => {
    await expectSame(run);
  });
});
