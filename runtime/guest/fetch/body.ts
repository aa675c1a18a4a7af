import { parseJson } from '../bridge/primordials.ts';
import { FastBuffer } from '../node/fast-buffer.ts';
import { Blob } from '../web/blob.ts';
import type { ByteStream } from '../web/byte-stream.ts';
import { drainStream, isDisturbed, makeByteStream } from '../web/byte-stream.ts';
import { defineInterface } from '../web/interface.ts';
import type { MimeType } from '../web/mime-type.ts';
import { parseMimeType, serializeMimeType } from '../web/mime-type.ts';
import { URLSearchParams } from '../web/url.ts';
import { decodeUtf8, encodeUtf8 } from '../web/utf8.ts';
import type { BodyContent } from './body-init.ts';
import { FormData } from './form-data.ts';
import type { Headers } from './headers.ts';
import { parseMultipart } from './parse-multipart.ts';

/** A body, and how far it has been read. */
export interface BodyState {
  readonly content: BodyContent;
  isUsed: boolean;
  /** Made when somebody asks for it. */
  stream: ByteStream | null;
}

export function bodyStateOf(content: BodyContent): BodyState {
  return { content, isUsed: false, stream: null };
}

/** Whether nobody can read it any more. https://fetch.spec.whatwg.org/#body-unusable */
function isUnusable({ content, isUsed, stream }: BodyState): boolean {
  return content !== null && (isUsed || (stream !== null && (stream.locked || isDisturbed(stream))));
}

/** @throws TypeError where it was read, or is being read */
export function requireUsable(body: BodyState): BodyContent {
  if (isUnusable(body)) throw new TypeError('Body is unusable: Body has already been read');
  return body.content;
}

/** What it holds, which nobody else can read after this. @throws TypeError where it was read, or is being read */
export function takeBody(body: BodyState): BodyContent {
  const content = requireUsable(body);
  if (content === null) return null;
  body.isUsed = true;
  if (body.stream !== null) drainStream(body.stream);
  return content;
}

/** https://fetch.spec.whatwg.org/#body-mixin: what requests and responses share. */
export abstract class Body {
  readonly #body: BodyState;

  constructor(body: BodyState) {
    this.#body = body;
  }

  abstract get headers(): Headers;

  get body(): ByteStream | null {
    const body = this.#body;
    if (body.content === null) return null;
    if (body.stream === null) {
      body.stream = makeByteStream({ take: () => readOnce(body), cancel: () => void (body.isUsed = true) });
      if (body.isUsed) drainStream(body.stream);
    }
    return body.stream;
  }

  get bodyUsed(): boolean {
    return this.#body.isUsed;
  }

  async text(): Promise<string> {
    return textOf(takeBody(this.#body));
  }

  async json(): Promise<unknown> {
    return parseJson(textOf(takeBody(this.#body)));
  }

  async bytes(): Promise<Uint8Array> {
    return bytesOfContent(takeBody(this.#body));
  }

  /** Not of the standard, but of node-fetch, which functions for Segment were written with. */
  async buffer(): Promise<FastBuffer> {
    return FastBuffer.over(bytesOfContent(takeBody(this.#body)));
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return bytesOfContent(takeBody(this.#body)).buffer;
  }

  async blob(): Promise<Blob> {
    const type = mimeTypeOf(this);
    const content = takeBody(this.#body);
    return new Blob(content === null ? [] : [content], {
      type: type === null ? '' : serializeMimeType(type),
    });
  }

  async formData(): Promise<FormData> {
    const type = mimeTypeOf(this);
    const content = takeBody(this.#body);
    const boundary = type?.parameters.get('boundary');
    if (type?.essence === 'multipart/form-data' && boundary !== undefined)
      return parseMultipart(bytesOfContent(content), boundary);
    if (type?.essence !== 'application/x-www-form-urlencoded')
      throw new TypeError('Cannot read the form: the content type is neither of those that forms have');
    const form = new FormData();
    for (const [name, value] of new URLSearchParams(textOf(content))) form.append(name, value);
    return form;
  }
}

defineInterface('Body', Body);

/** The stream's one chunk; none where the body was read otherwise. */
function readOnce(body: BodyState): Uint8Array | null {
  if (body.isUsed) return null;
  body.isUsed = true;
  return bytesOfContent(body.content);
}

function mimeTypeOf({ headers }: Body): MimeType | null {
  const type = headers.get('content-type');
  return type === null ? null : parseMimeType(type);
}

/** Without a byte order mark, as https://encoding.spec.whatwg.org/#utf-8-decode has it. */
function textOf(content: BodyContent): string {
  if (content === null) return '';
  if (typeof content !== 'string') return decodeUtf8(content);
  return content.charCodeAt(0) === 0xfeff ? content.slice(1) : content;
}

/** Bytes of its reader's own. */
function bytesOfContent(content: BodyContent): Uint8Array<ArrayBuffer> {
  return typeof content === 'string' ? encodeUtf8(content) : (content?.slice() ?? new Uint8Array());
}
