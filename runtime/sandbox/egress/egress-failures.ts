import { EgressError } from './egress.ts';

/** Of a URL in a message, in characters. */
const MAX_SHOWN_URL = 200;

/** The guard, a limit or the function's own list forbids it. `reason` has no secrets and no full stop. */
export function refused(url: URL | string, reason: string, options?: ErrorOptions): EgressError {
  return new EgressError('refused', `Cannot fetch ${showUrl(url)}: ${reason}`, options);
}

/** The partner gave no usable answer. */
export function unreachable(url: URL, reason: string, options?: ErrorOptions): EgressError {
  return new EgressError('network', `Cannot reach ${url.host}: ${reason}`, options);
}

export function aborted(url: URL | string, signal: AbortSignal): EgressError {
  return new EgressError('aborted', `Cannot fetch ${showUrl(url)}: aborted`, { cause: signal.reason });
}

/** A URL without what is likely to be secret: credentials, query, fragment. */
function showUrl(url: URL | string): string {
  const shown = typeof url === 'string' ? showText(url) : `${url.protocol}//${url.host}${url.pathname}`;
  return shown.length <= MAX_SHOWN_URL ? shown : `${shown.slice(0, MAX_SHOWN_URL)}…`;
}

function showText(url: string): string {
  const [shown = ''] = url.slice(0, 2 * MAX_SHOWN_URL).split(/[?#]/);
  return `"${shown.replace(/\/\/.*@/s, '//').slice(0, MAX_SHOWN_URL)}"`;
}
