type Call = (...args: readonly unknown[]) => unknown;

const { crypto } = globalThis as unknown as { readonly crypto: Readonly<Record<string, Call>> };

const named =
  (name: string): Call =>
  (...args) =>
    crypto[name]!(...args);

/** What a module gets that imports `crypto`: the global one, by name or whole. This file imports nothing. */
export const createCipheriv = named('createCipheriv');
export const createDecipheriv = named('createDecipheriv');
export const createHash = named('createHash');
export const createHmac = named('createHmac');
export const createSign = named('createSign');
export const createVerify = named('createVerify');
export const getRandomValues = named('getRandomValues');
export const pbkdf2Sync = named('pbkdf2Sync');
export const randomBytes = named('randomBytes');
export const randomUUID = named('randomUUID');
export const scryptSync = named('scryptSync');
export const timingSafeEqual = named('timingSafeEqual');
export const { subtle } = crypto;
export const webcrypto = crypto;
export default crypto;
