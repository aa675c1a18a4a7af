import { base64Of } from '../node/base64.ts';
import { URL } from '../web/url.ts';
import { encodeUtf8 } from '../web/utf8.ts';
import { Headers } from './headers.ts';
import { MAX_URL_LENGTH } from './request-url.ts';

/** Most addresses have none, and need no parser. */
const MAY_SIGN_IN = /^[^/?#]*\/\/[^/?#]*@/;

interface Asked {
  readonly input: unknown;
  readonly init: unknown;
}

/**
 * Takes a user and a password out of a URL and into the Authorization header, unless there is one. The standard's
 * `fetch` refuses such a URL; node-fetch signs in with it, and so do functions that were written for it.
 *
 * @throws TypeError for what is no URL, or has headers that are none
 */
export function signInByUrl(asked: Asked): Asked {
  const text = textOf(asked.input);
  if (text.length > MAX_URL_LENGTH || !MAY_SIGN_IN.test(text)) return asked;
  const { username, password, href } = new URL(text);
  const { headers: given, ...rest } = {
    ...(asked.init as { readonly headers?: unknown } | null | undefined),
  };
  const headers = new Headers(given);
  if (!headers.has('authorization')) headers.set('authorization', `Basic ${encodeLogin(username, password)}`);
  // Of a URL that was parsed, what stands before its host.
  return { input: href.replace(/\/\/[^/?#]*@/, '//'), init: { ...rest, headers } };
}

/** Empty for a Request, whose URL can have neither. */
function textOf(input: unknown): string {
  if (typeof input === 'string') return input;
  return input instanceof URL ? input.href : '';
}

function encodeLogin(username: string, password: string): string {
  return base64Of(encodeUtf8(`${unescape(username)}:${unescape(password)}`));
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
