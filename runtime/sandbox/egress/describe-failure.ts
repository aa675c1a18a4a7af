import { AddressRefused } from './address-refused.ts';
import type { EgressError } from './egress.ts';
import { refused, unreachable } from './egress-failures.ts';
import { MAX_HEADER_BYTES } from './limits.ts';

/** What went wrong, by the code of Node's or undici's error. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  ENOTFOUND: 'no such host',
  ENODATA: 'no such host',
  EBADNAME: 'no such host',
  EAI_AGAIN: 'the name server does not answer',
  ETIMEOUT: 'the name server does not answer',
  ETIMEDOUT: 'connection timed out',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the host',
  EADDRNOTAVAIL: 'no route to the host',
  UND_ERR_SOCKET: 'connection closed before the answer was complete',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter or longer than it says',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody that is trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody that is trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody that is trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by nobody that is trusted',
};

/** Says in few words why no answer came; the error itself stays as `cause`, since its text may name anything. */
export function describeFailure(error: Error, url: URL): EgressError {
  const cause = { cause: error };
  if (error instanceof AddressRefused) return refused(url, error.message, cause);
  const { code = '', syscall = '' } = firstOf(error);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return refused(url, `the answer's headers are larger than ${MAX_HEADER_BYTES} bytes`, cause);
  }
  // node:dns says with the codes of sockets how it fared with its name servers.
  if (code === 'ECONNREFUSED' && syscall.startsWith('query')) {
    return unreachable(url, 'the name server does not answer', cause);
  }
  // undici's parser error has a code only sometimes.
  if (error.name === 'HTTPParserError') return unreachable(url, 'the answer is not valid HTTP', cause);
  return unreachable(url, REASONS[code] ?? kindOfFailure(code), cause);
}

/** Where every address was tried in vain, the first one's failure tells most. */
function firstOf(error: Error): NodeJS.ErrnoException {
  return error instanceof AggregateError ? firstOf(error.errors[0] as Error) : error;
}

function kindOfFailure(code: string): string {
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return 'no TLS connection could be made';
  return code === '' ? 'network error' : `network error (${code})`;
}
