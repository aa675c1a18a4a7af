import type { EgressRequest } from './egress.ts';
import { refused } from './egress-failures.ts';
import type { HopRequest } from './hop.ts';
import { MAX_HEADER_BYTES, MAX_REQUEST_BYTES } from './limits.ts';

/** https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What a header's value may hold: no control character but the tab, and one byte a character. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** https://fetch.spec.whatwg.org/#forbidden-method */
const FORBIDDEN_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);
const BODILESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * What belongs to the connection and not to the function. Left out without a word, as browsers do: code that
 * sets its own Content-Length or Host is common, and right about it as a rule.
 */
const FORBIDDEN_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const DEFAULT_HEADERS = [
  ['accept', '*/*'],
  ['user-agent', 'Sluice'],
] as const;
/** What `decodeBody` can undo. */
const ACCEPT_ENCODING = ['accept-encoding', 'gzip, deflate, br, zstd'] as const;

/** Checks what a guest asks to be sent: nothing of it is trusted. @throws EgressError `refused` */
export function checkRequest(url: URL, request: EgressRequest): HopRequest {
  const { method } = request;
  if (!TOKEN.test(method)) throw refused(url, 'the method is no HTTP method');
  if (FORBIDDEN_METHODS.has(method.toUpperCase())) throw refused(url, `the method ${method} is forbidden`);
  const body = checkBody(url, request.body);
  if (body !== null && BODILESS_METHODS.has(method)) throw refused(url, `a ${method} request has no body`);
  return { url, method, headers: checkHeaders(url, request.headers), body };
}

function checkBody(url: URL, body: EgressRequest['body']): Buffer | null {
  if (body === null) return null;
  // A string has at least as many bytes as characters: what is too long is never encoded.
  const bytes =
    typeof body === 'string'
      ? Buffer.from(body.slice(0, MAX_REQUEST_BYTES + 1))
      : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (bytes.length > MAX_REQUEST_BYTES) {
    throw refused(url, `the request's body is larger than ${MAX_REQUEST_BYTES} bytes`);
  }
  return bytes;
}

function checkHeaders(url: URL, headers: EgressRequest['headers']): HopRequest['headers'] {
  const missing = new Map<string, string>(DEFAULT_HEADERS);
  const checked: (readonly [string, string])[] = [];
  let bytes = 0;
  for (const [name, value] of headers) {
    if (!TOKEN.test(name)) throw refused(url, 'the name of a header is not valid');
    const lowerCase = name.toLowerCase();
    if (FORBIDDEN_HEADERS.has(lowerCase) || lowerCase.startsWith('proxy-')) continue;
    if (!FIELD_VALUE.test(value)) throw refused(url, `the value of the header ${lowerCase} is not valid`);
    bytes += name.length + value.length;
    if (bytes > MAX_HEADER_BYTES) {
      throw refused(url, `the request's headers are larger than ${MAX_HEADER_BYTES} bytes`);
    }
    missing.delete(lowerCase);
    checked.push([name, value]);
  }
  return [...checked, ...missing, ACCEPT_ENCODING];
}
