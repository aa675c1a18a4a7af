import { createVerify, generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { builtFunctions } from './built-functions.ts';

const functions = builtFunctions();
const { returned } = functions;

test('uuidv5 gives the names that its documentation gives', async () => {
  expect(
    await returned(`
        uuidv5 = uuidv5.uuidv5;
        return [uuidv5('url', 'http://google/com/page'), uuidv5('dns', 'google.com')];
      `),
  ).toEqual(['a4178eb5-582a-584f-add9-e5bbb9b0b27a', '64ee70a4-8cc1-5d25-abf2-dea6c79a09c8']);
});

test('jsonwebtoken signs and verifies with a secret', async () => {
  const [header, verified, expired, wrong] = (await returned(`
      const token = jsonwebtoken.sign({ id: 7 }, 'secret', { expiresIn: '1h', keyid: 'k1' });
      const old = jsonwebtoken.sign({ exp: 1 }, Buffer.from('secret'));
      const messageOf = (check) => { try { return check(); } catch (error) { return error.name + ': ' + error.message; } };
      return [
        jsonwebtoken.decode(token, { complete: true }).header,
        jsonwebtoken.verify(token, 'secret').id,
        messageOf(() => jsonwebtoken.verify(old, 'secret')),
        messageOf(() => jsonwebtoken.verify(token, 'other')),
      ];
    `)) as readonly unknown[];
  expect(header).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'k1' });
  expect([verified, expired, wrong]).toEqual([
    7,
    'TokenExpiredError: jwt expired',
    'JsonWebTokenError: invalid signature',
  ]);
});

test.each([
  ['RS256', rsaKeys(2048)],
  ['PS384', rsaKeys(2048)],
  ['ES256', ecKeys('P-256')],
  ['ES384', ecKeys('P-384')],
])('jsonwebtoken signs and verifies with a key: %s', async (algorithm, { privateKey, publicKey }) => {
  const [token, id] = (await returned(`
      const token = jsonwebtoken.sign({ id: 7 }, ${JSON.stringify(privateKey)}, { algorithm: '${algorithm}' });
      return [token, jsonwebtoken.verify(token, ${JSON.stringify(publicKey)}).id];
    `)) as readonly [string, number];
  expect(id).toBe(7);
  expect(isSignedBy(token, algorithm, publicKey)).toBe(true);
});

test.each([
  [
    'a small key',
    `jsonwebtoken.sign({}, ${JSON.stringify(rsaKeys(1024).privateKey)}, { algorithm: 'RS256' })`,
    'secretOrPrivateKey has a minimum key size of 2048 bits for RS256',
  ],
  [
    'a key of another curve',
    `jsonwebtoken.sign({}, ${JSON.stringify(ecKeys('P-256').privateKey)}, { algorithm: 'ES384' })`,
    '"alg" parameter "ES384" requires curve "secp384r1".',
  ],
  [
    'a public key for a secret',
    `jsonwebtoken.verify(jsonwebtoken.sign({}, 'x'), ${JSON.stringify(rsaKeys(2048).publicKey)}, { algorithms: ['HS256'] })`,
    'secretOrPublicKey must be a symmetric key when using HS256',
  ],
])('jsonwebtoken refuses %s', async (_, call, message) => {
  const { outcome } = await functions.run('index.js', {
    'index.js': `async function onTrack() { ${call}; }`,
  });
  expect(outcome).toMatchObject({ code: 'bad_request', message: expect.stringContaining(message) });
});

test('a module names module globals and imports what globals serve', async () => {
  const files = {
    'index.ts': `import crypto, { createHmac, randomUUID } from 'node:crypto';
      import { Buffer as Bytes } from 'buffer';
      export async function onTrack(): Promise<unknown> {
        const digest = createHmac('sha256', 'key').update('text').digest('hex');
        return [_.upperFirst('ada'), digest === crypto.createHmac('sha256', 'key').update('text').digest('hex'),
          randomUUID().length, Bytes === Buffer];
      }`,
  };
  expect((await functions.run('index.ts', files)).recording?.returned).toEqual(['Ada', true, 36, true]);
});

test('a module can import by name all that the global crypto has', async () => {
  const files = {
    'index.mjs': `import * as all from 'crypto';
      export const onTrack = async () => Object.keys(crypto).filter((name) => all[name] !== crypto[name]);`,
  };
  expect((await functions.run('index.mjs', files)).recording?.returned).toEqual([]);
});

interface Keys {
  readonly privateKey: string;
  readonly publicKey: string;
}

function rsaKeys(modulusLength: number): Keys {
  return generateKeyPairSync('rsa', {
    modulusLength,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

function ecKeys(namedCurve: string): Keys {
  return generateKeyPairSync('ec', {
    namedCurve,
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** Checks a token with Node's own means. */
function isSignedBy(token: string, algorithm: string, publicKey: string): boolean {
  const at = token.lastIndexOf('.');
  const key = algorithm.startsWith('PS')
    ? { key: publicKey, padding: 6, saltLength: -1 }
    : { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
  return createVerify(`sha${algorithm.slice(2)}`)
    .update(token.slice(0, at))
    .verify(key, token.slice(at + 1), 'base64url');
}
