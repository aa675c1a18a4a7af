import { bytesOfLatin1 } from '../bridge/latin1.ts';
import { parseMimeType } from '../web/mime-type.ts';
import { decodeUtf8 } from '../web/utf8.ts';
import { File } from '../web/file.ts';
import { FormData } from './form-data.ts';

const [CR, LF, DASH] = [0x0d, 0x0a, 0x2d];

/**
 * Reads what a form's fields and files were sent as. https://andreubotella.github.io/multipart-form-data/
 * @throws TypeError for what is no such body
 */
export function parseMultipart(bytes: Uint8Array, boundary: string): FormData {
  const form = new FormData();
  const delimiter = bytesOfLatin1(`--${boundary}`);
  let at = 0;
  while (bytes[at] === CR && bytes[at + 1] === LF) at += 2;
  if (!startsWith(bytes, delimiter, at)) throw malformed();
  for (at += delimiter.length; !isEnd(bytes, at);) {
    at = expectLineEnd(bytes, at);
    const headEnd = endOfHead(bytes, at);
    const part = readHead(decodeUtf8(bytes.subarray(at, headEnd)));
    // The line end before the boundary belongs to the boundary.
    const bodyEnd = indexOfDelimiter(bytes, delimiter, headEnd + 4);
    const body = bytes.subarray(headEnd + 4, bodyEnd);
    if (part.fileName === null) form.append(part.name, decodeUtf8(body, { ignoreBOM: true }));
    else form.append(part.name, new File([body], part.fileName, { type: part.type }));
    at = bodyEnd + 2 + delimiter.length;
  }
  return form;
}

interface Part {
  readonly name: string;
  /** `null` for a field. */
  readonly fileName: string | null;
  readonly type: string;
}

const DISPOSITION = /^form-data(?=;)/i;

function readHead(head: string): Part {
  let disposition = '';
  let type = 'text/plain';
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) throw malformed();
    const value = line.slice(colon + 1).trim();
    const header = line.slice(0, colon).toLowerCase();
    if (header === 'content-disposition') disposition = value;
    if (header === 'content-type') type = value;
  }
  const name = parameterOf(disposition, 'name');
  if (!DISPOSITION.test(disposition) || name === null) throw malformed();
  return {
    name,
    fileName: parameterOf(disposition, 'filename'),
    type: parseMimeType(type) === null ? '' : type,
  };
}

/** A quoted value, in which line ends and quotes stand as percent escapes. */
function parameterOf(disposition: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(disposition)?.[1];
  if (found === undefined) return null;
  return found.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"');
}

function isEnd(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === DASH && bytes[at + 1] === DASH;
}

function expectLineEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== CR || bytes[at + 1] !== LF) throw malformed();
  return at + 2;
}

/** Where the empty line after a part's headers begins. */
function endOfHead(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 3 < bytes.length; at += 1)
    if (bytes[at] === CR && bytes[at + 1] === LF && bytes[at + 2] === CR && bytes[at + 3] === LF) return at;
  throw malformed();
}

/** Where the line end before the next boundary begins. */
function indexOfDelimiter(bytes: Uint8Array, delimiter: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(CR, from); at >= 0; at = bytes.indexOf(CR, at + 1))
    if (bytes[at + 1] === LF && startsWith(bytes, delimiter, at + 2)) return at;
  throw malformed();
}

function startsWith(bytes: Uint8Array, start: Uint8Array, at: number): boolean {
  return start.every((byte, index) => bytes[at + index] === byte);
}

function malformed(): TypeError {
  return new TypeError('Cannot read the form: the body is no multipart/form-data');
}
