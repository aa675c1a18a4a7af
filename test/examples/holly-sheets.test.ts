import { createVerify, generateKeyPairSync } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import { DELIVERED } from '../../runtime/contract/outcome.ts';
import type { PartnerRequest } from '../support/partner.ts';
import { exampleBench, exampleEvent } from './run-example.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const bench = exampleBench(({ path }) =>
  path === '/token' ? { body: '{"access_token":"token-1"}' } : { status: 201 },
);
let accounts = 0;

beforeEach(() => {
  // Other settings are another sandbox, whose cache is empty.
  accounts += 1;
});

async function outcomesOf(count: number): Promise<readonly unknown[]> {
  const event = await exampleEvent('track');
  const results = await bench.run(
    'functions/holly-sheets',
    Array.from({ length: count }, () => event),
    { settings: { account: `account-${accounts}@holly.example`, privateKey, sheet: 'orders' } },
  );
  return results.map(({ outcome }) => outcome);
}

const tokenRequests = (): readonly PartnerRequest[] =>
  bench.partner.requests.filter(({ path }) => path === '/token');

test('holly-sheets exchanges a JWT of its account for a token, once for many events', async () => {
  expect(await outcomesOf(5)).toEqual(Array.from({ length: 5 }, () => DELIVERED));
  expect(await outcomesOf(1)).toEqual([DELIVERED]);
  const [request, ...others] = tokenRequests();
  expect(others).toEqual([]);

  const jwt = new URLSearchParams(request?.body).get('assertion') ?? '';
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const isSigned = createVerify('RSA-SHA256')
    .update(`${header}.${claims}`)
    .verify(publicKey, signature, 'base64url');
  expect(isSigned).toBe(true);
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    iss: `account-${accounts}@holly.example`,
  });

  const rows = bench.partner.requests.filter(({ path }) => path === '/sheets/orders/rows');
  expect(rows).toHaveLength(6);
  expect(new Set(rows.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer token-1']));
});

test('holly-sheets fetches another token when one is refused', async () => {
  let tokens = 0;
  bench.partner.answer = ({ path, headers }) => {
    if (path === '/token') return { body: JSON.stringify({ access_token: `token-${(tokens += 1)}` }) };
    return { status: headers.authorization === 'Bearer token-1' ? 401 : 201 };
  };
  expect(await outcomesOf(1)).toMatchObject([{ code: 'retry' }]);
  expect(await outcomesOf(1)).toEqual([DELIVERED]);
  expect(tokens).toBe(2);
});

test('holly-sheets asks to have events again that no token could be had for', async () => {
  bench.partner.answer = () => ({ status: 503 });
  expect(await outcomesOf(2)).toMatchObject([{ code: 'retry' }, { code: 'retry' }]);
  expect(bench.partner.requests.map(({ path }) => path)).toEqual(['/token']);
});
