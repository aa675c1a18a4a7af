import type { EgressOptions, EgressRequest } from '../../runtime/sandbox/egress/egress.ts';

/** A GET without anything, and what a test says otherwise. */
export function aRequest(url: string, more: Partial<EgressRequest> = {}): EgressRequest {
  return { method: 'GET', url, headers: [], body: null, redirect: 'follow', ...more };
}

/** A signal that never fires, any host, and what a test says otherwise. */
export function egressOptions(more: Partial<EgressOptions> = {}): EgressOptions {
  return { signal: new AbortController().signal, allowedHosts: null, ...more };
}
