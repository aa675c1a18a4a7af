/** Of a request's body: contract.md. */
export const MAX_REQUEST_BYTES = 1024 * 1024;
/** Of an answer's body, before and after decompression: contract.md. */
export const MAX_RESPONSE_BYTES = 5 * 1024 * 1024;
/** Of an answer, as its server sends it: each costs some 2 µs of the time that all functions share. */
export const MAX_RESPONSE_PIECES = 50_000;
/** Of a request's or an answer's headers, together. Servers take 8 to 16 KiB as a rule. */
export const MAX_HEADER_BYTES = 32 * 1024;
/** Servers take 8 KiB as a rule. */
export const MAX_URL_LENGTH = 16 * 1024;
/** https://fetch.spec.whatwg.org/#http-redirect-fetch */
export const MAX_REDIRECTS = 20;
/** Open at once, of one owner: performance.md wants 500 requests in flight against one slow partner. */
export const MAX_CONNECTIONS = 512;
