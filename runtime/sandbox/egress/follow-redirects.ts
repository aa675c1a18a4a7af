import { decodeBody } from './decode-body.ts';
import type { EgressOptions, EgressRequest, EgressResponse } from './egress.ts';
import { aborted, refused, unreachable } from './egress-failures.ts';
import type { HopRequest, HopResponse, SendHop } from './hop.ts';
import { MAX_REDIRECTS } from './limits.ts';
import { parseUrl } from './parse-url.ts';
import { locationOf, redirectTo } from './redirect.ts';
import { checkRequest } from './request-parts.ts';
import { checkTarget, parseTarget } from './target-url.ts';

/** Sends a request hop by hop, each of which is checked like the first. @throws EgressError */
export async function followRedirects(
  request: EgressRequest,
  { signal, allowedHosts }: EgressOptions,
  sendHop: SendHop,
): Promise<EgressResponse> {
  if (signal.aborted) throw aborted(request.url, signal);
  let hop = checkRequest(parseTarget(request.url, allowedHosts), request);

  for (let redirects = 0; ; redirects += 1) {
    const response = await sendHop(hop, signal);
    const location = request.redirect === 'manual' ? null : locationOf(response);
    if (location === null) return answer(hop, response, { signal, redirects });
    if (request.redirect === 'error') throw refused(hop.url, 'it redirects, and redirect is "error"');
    if (redirects === MAX_REDIRECTS) throw refused(hop.url, `more than ${MAX_REDIRECTS} redirects`);
    const url = parseUrl(location, hop.url.href);
    if (url === null) throw unreachable(hop.url, 'it redirects to what is no URL');
    hop = redirectTo(checkTarget(url, allowedHosts), response, hop);
  }
}

async function answer(
  { url }: HopRequest,
  response: HopResponse,
  { signal, redirects }: { readonly signal: AbortSignal; readonly redirects: number },
): Promise<EgressResponse> {
  const body = await decodeBody(response, url);
  if (signal.aborted) throw aborted(url, signal);
  return {
    url: url.hash === '' ? url.href : url.href.slice(0, -url.hash.length),
    redirected: redirects > 0,
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
    body,
  };
}
