import type { HopRequest, HopResponse } from './hop.ts';
import { headerOf } from './hop.ts';

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** They describe a body that isn't sent on: https://fetch.spec.whatwg.org/#request-body-header-name */
const BODY_HEADERS: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
]);
const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** @returns what a redirect's `Location` says; `null` when the answer is no redirect */
export function locationOf(response: HopResponse): string | null {
  if (!REDIRECT_STATUSES.has(response.status)) return null;
  const location = headerOf(response, 'location');
  // Headers come as one byte a character; what isn't ASCII is UTF-8 in practice, and in every browser.
  return location === undefined ? null : Buffer.from(location, 'latin1').toString();
}

/** The request that follows a redirect to `url`: https://fetch.spec.whatwg.org/#http-redirect-fetch */
export function redirectTo(
  url: URL,
  { status }: Pick<HopResponse, 'status'>,
  request: HopRequest,
): HopRequest {
  const becomesGet =
    status === 303
      ? request.method !== 'GET' && request.method !== 'HEAD'
      : status <= 302 && request.method === 'POST';
  const leavesOrigin = url.origin !== request.url.origin;
  const headers = request.headers.filter(([name]) => {
    const lowerCase = name.toLowerCase();
    return (
      !(becomesGet && BODY_HEADERS.has(lowerCase)) && !(leavesOrigin && CREDENTIAL_HEADERS.has(lowerCase))
    );
  });
  return becomesGet ? { url, method: 'GET', headers, body: null } : { ...request, url, headers };
}
