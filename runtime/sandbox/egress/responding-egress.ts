import type { Egress } from './egress.ts';
import { unreachable } from './egress-failures.ts';
import { followRedirects } from './follow-redirects.ts';
import type { HopRequest, HopResponse } from './hop.ts';
import type { RespondRule } from './respond-rule.ts';

/**
 * The way out of a run that must not leave the machine: the first rule that matches a request answers it, and
 * one that none matches fails as an unreachable host would. Limits, redirects and `allowedHosts` hold as in earnest.
 */
export function createRespondingEgress(rules: readonly RespondRule[]): Egress {
  const matchers = rules.map((rule) => ({ matches: matcherOf(rule), response: responseOf(rule) }));
  const respond = async (request: HopRequest): Promise<HopResponse> => {
    const found = matchers.find(({ matches }) => matches(request));
    if (found === undefined) throw unreachable(request.url, 'no rule answers this request');
    return request.method === 'HEAD' ? { ...found.response, body: Buffer.alloc(0) } : found.response;
  };
  return {
    send: (request, options) => followRedirects(request, options, respond),
    closeIdle: async () => undefined,
  };
}

function matcherOf({ method, url }: RespondRule): (request: HopRequest) => boolean {
  const methodWanted = method?.toUpperCase();
  const urlWanted = url === undefined ? null : urlPattern(url);
  return (request) =>
    (methodWanted === undefined || request.method.toUpperCase() === methodWanted) &&
    (urlWanted === null ||
      urlWanted.test(request.url.href.slice(0, request.url.href.length - request.url.hash.length)));
}

const SCHEME_AND_HOST = /^[^:/]+:\/\/[^/?#]*/;

/**
 * A pattern without `*` is a URL, and read like one: "https://acme.example" has a slash at its end. In any, the case of
 * the host doesn't matter.
 */
function urlPattern(url: string): RegExp {
  const text = url.includes('*')
    ? url.replace(SCHEME_AND_HOST, (origin) => origin.toLowerCase())
    : (URL.parse(url)?.href ?? url);
  const parts = text.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function responseOf({ status, headers = {}, body }: RespondRule): HopResponse {
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain;charset=UTF-8' : 'application/json';
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const hasType = body === undefined || named.some(([name]) => name === 'content-type');
  return {
    status,
    statusText: '',
    headers: hasType ? named : [...named, ['content-type', type]],
    body: body === undefined ? Buffer.alloc(0) : Buffer.from(isText ? body : JSON.stringify(body)),
  };
}
