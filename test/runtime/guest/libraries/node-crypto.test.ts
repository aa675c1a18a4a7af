import { expect, test } from '@jest/globals';
import { crypto } from '../../../../runtime/guest/crypto/crypto.ts';
import * as nodeCrypto from '../../../../runtime/guest/libraries/node-crypto.ts';

test("the module that stands for Node's crypto exports what the global has, and nothing else", () => {
  const { default: whole, ...named } = nodeCrypto;
  expect(whole).toBe(globalThis.crypto);
  expect(Object.keys(named).toSorted()).toEqual(Object.keys(crypto).toSorted());
});
