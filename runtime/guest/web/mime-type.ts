import { HTTP_TOKEN } from './http-token.ts';

/** https://mimesniff.spec.whatwg.org/#mime-type-representation */
export interface MimeType {
  /** "text/plain", in lower case. */
  readonly essence: string;
  /** By their names in lower case, in their order. */
  readonly parameters: ReadonlyMap<string, string>;
}

const ESSENCE = /^[\t\n\r ]*([!#$%&'*+\-.^_`|~0-9A-Za-z]+\/[!#$%&'*+\-.^_`|~0-9A-Za-z]+)[\t\n\r ]*(?:;|$)/;
const PARAMETER = /;[\t\n\r ]*([^;=]*)(?:=(?:"((?:[^"\\]|\\.)*)(?:"[^;]*|\\?$)|([^;]*)))?/gs;
/** What a quoted value may hold. */
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/** Reads a Content-Type. @returns `null` for what is none */
export function parseMimeType(text: string): MimeType | null {
  const essence = ESSENCE.exec(text)?.[1]?.toLowerCase();
  if (essence === undefined) return null;
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain] of text.matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    const value = quoted?.replace(/\\(.)/gs, '$1') ?? plain?.replace(/[\t\n\r ]+$/, '') ?? '';
    const isNone = quoted === undefined && value === '';
    if (HTTP_TOKEN.test(key) && !isNone && VALUE.test(value) && !parameters.has(key))
      parameters.set(key, value);
  }
  return { essence, parameters };
}

export function serializeMimeType({ essence, parameters }: MimeType): string {
  let text = essence;
  for (const [name, value] of parameters)
    text += `;${name}=${HTTP_TOKEN.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
  return text;
}
