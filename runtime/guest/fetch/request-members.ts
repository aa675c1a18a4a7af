import { URL } from '../web/url.ts';

/** What a browser's fetch would heed, and ours only tells: no cache, no cookies and no page stand behind it. */
export interface RequestMembers {
  readonly cache: string;
  readonly credentials: string;
  readonly integrity: string;
  readonly keepalive: boolean;
  readonly mode: string;
  readonly referrer: string;
  readonly referrerPolicy: string;
}

const DEFAULTS: RequestMembers = {
  cache: 'default',
  credentials: 'same-origin',
  integrity: '',
  keepalive: false,
  mode: 'cors',
  referrer: 'about:client',
  referrerPolicy: '',
};

/** https://fetch.spec.whatwg.org/#requestinit */
const ALLOWED: { readonly [name: string]: string } = {
  cache: 'default no-store reload no-cache force-cache only-if-cached',
  credentials: 'omit same-origin include',
  mode: 'same-origin no-cors cors',
  referrerPolicy: `no-referrer no-referrer-when-downgrade same-origin origin strict-origin origin-when-cross-origin
    strict-origin-when-cross-origin unsafe-url`,
};
const SIMPLE_METHODS = 'GET HEAD POST';

type Init = { readonly [name in keyof RequestMembers]?: unknown };

/** @throws TypeError for a value that the standard doesn't know */
export function readMembers(init: Init, base: RequestMembers = DEFAULTS, method = 'GET'): RequestMembers {
  const { cache, credentials, integrity, keepalive, mode, referrer, referrerPolicy } = init;
  const isUntold =
    cache === undefined &&
    credentials === undefined &&
    integrity === undefined &&
    keepalive === undefined &&
    mode === undefined &&
    referrer === undefined &&
    referrerPolicy === undefined;
  if (isUntold) return base;
  const members = {
    cache: oneOf('cache', cache) ?? base.cache,
    credentials: oneOf('credentials', credentials) ?? base.credentials,
    integrity: integrity === undefined ? base.integrity : `${integrity as string}`,
    keepalive: keepalive === undefined ? base.keepalive : Boolean(keepalive),
    mode: oneOf('mode', mode) ?? base.mode,
    referrer: referrer === undefined ? base.referrer : parseReferrer(referrer),
    referrerPolicy: oneOf('referrerPolicy', referrerPolicy) ?? base.referrerPolicy,
  };
  if (members.cache === 'only-if-cached' && members.mode !== 'same-origin')
    throw new TypeError('Cannot fetch with cache "only-if-cached": it needs the mode "same-origin"');
  if (members.mode === 'no-cors' && !SIMPLE_METHODS.split(' ').includes(method))
    throw new TypeError('Cannot fetch with mode "no-cors": the method must be GET, HEAD or POST');
  return members;
}

function oneOf(name: string, input: unknown): string | undefined {
  if (input === undefined) return undefined;
  const value = `${input as string}`;
  if (ALLOWED[name]!.split(/\s+/).includes(value) || (value === '' && name === 'referrerPolicy'))
    return value;
  throw new TypeError(`Cannot fetch with ${name} "${value.slice(0, 20)}": the standard has no such value`);
}

function parseReferrer(input: unknown): string {
  const text = `${input as string}`;
  return text === '' ? '' : new URL(text).href;
}
