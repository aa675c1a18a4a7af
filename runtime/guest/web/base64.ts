import { bytesOfLatin1, latin1Of } from '../bridge/latin1.ts';
import { base64Of, bytesOfBase64 } from '../node/base64.ts';
import { DOMException } from './dom-exception.ts';
import { requireArguments } from './interface.ts';

// oxlint-disable-next-line no-control-regex
const LATIN1 = /^[\u0000-\u00ff]*$/;

/** https://html.spec.whatwg.org/multipage/webappapis.html#dom-btoa */
export function btoa(input: unknown): string {
  requireArguments(arguments.length, 1, 'btoa');
  const text = `${input as string}`;
  if (!LATIN1.test(text)) {
    throw new DOMException('The string holds characters outside of Latin1', 'InvalidCharacterError');
  }
  return base64Of(bytesOfLatin1(text));
}

/** https://infra.spec.whatwg.org/#forgiving-base64-decode */
export function atob(input: unknown): string {
  requireArguments(arguments.length, 1, 'atob');
  let text = `${input as string}`.replace(/[\t\n\f\r ]/g, '');
  if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '');
  if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
    throw new DOMException('The string is not correctly encoded', 'InvalidCharacterError');
  }
  return latin1Of(bytesOfBase64(text));
}
