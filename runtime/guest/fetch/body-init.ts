import { bytesOfBlob, isBlob } from '../web/blob.ts';
import type { Blob } from '../web/blob.ts';
import type { ByteStream } from '../web/byte-stream.ts';
import { drainStream, isByteStream } from '../web/byte-stream.ts';
import { bytesOf, isBufferSource } from '../web/bytes-of.ts';
import { URLSearchParams } from '../web/url.ts';
import type { FormData } from './form-data.ts';
import { encodeForm, isFormData } from './form-data.ts';

export type BodyInit =
  | string
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | FormData
  | URLSearchParams
  | ByteStream
  | null
  | undefined;

/** What a body holds: text as it came, or bytes that nobody may change. */
export type BodyContent = string | Uint8Array | null;

export interface ReadBody {
  readonly content: BodyContent;
  /** What a message with this body says of it unless told otherwise. */
  readonly contentType: string | null;
}

const NO_BODY: ReadBody = { content: null, contentType: null };

/** https://fetch.spec.whatwg.org/#bodyinit-unions; whatever else it is becomes text. */
export function readBodyInit(init: unknown): ReadBody {
  if (init === null || init === undefined) return NO_BODY;
  if (typeof init === 'object') {
    if (isBlob(init)) return { content: bytesOfBlob(init), contentType: init.type === '' ? null : init.type };
    if (isBufferSource(init)) return { content: bytesOf(init).slice(), contentType: null };
    if (isFormData(init)) return encodeForm(init);
    if (init instanceof URLSearchParams) {
      return { content: init.toString(), contentType: 'application/x-www-form-urlencoded;charset=UTF-8' };
    }
    if (isByteStream(init)) return { content: drained(init), contentType: null };
  }
  return { content: `${init as string}`.toWellFormed(), contentType: 'text/plain;charset=UTF-8' };
}

function drained(stream: ByteStream): Uint8Array {
  const bytes = drainStream(stream);
  if (bytes === null) throw new TypeError('Cannot use the stream as a body: it is locked, or was read');
  return bytes;
}
