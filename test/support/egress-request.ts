import type { EgressOptions, EgressRequest } from '../../runtime/sandbox/egress/egress.ts';

/** A GET without anything, and what a test says otherwise. */
export function aRequest(url: string, more: Partial<EgressRequest> = {}): EgressRequest {
  return { method: 'GET', url, headers: [], body: null, redirect: 'follow', ...more };
}

const TEST = {};

/** A signal that never fires, any host, one owner for all, and what a test says otherwise. */
export function egressOptions(more: Partial<EgressOptions> = {}): EgressOptions {
  return { signal: new AbortController().signal, allowedHosts: null, owner: TEST, ...more };
}
