import { bytesOf } from '../web/text-coding.ts';
import { URLSearchParams } from '../web/url.ts';
import { decodeUtf8, encodeUtf8 } from '../web/utf8.ts';

export type BodyInit = string | ArrayBuffer | ArrayBufferView | URLSearchParams | null | undefined;

/** What a body holds: text as it came, or bytes. */
export type BodyContent = string | Uint8Array | null;

export interface ReadBody {
  readonly content: BodyContent;
  /** What a message with this body says of it unless told otherwise. */
  readonly contentType: string | null;
}

/** https://fetch.spec.whatwg.org/#bodyinit-unions */
export function readBodyInit(init: BodyInit): ReadBody {
  if (init === null || init === undefined) return { content: null, contentType: null };
  if (init instanceof URLSearchParams) {
    return { content: init.toString(), contentType: 'application/x-www-form-urlencoded;charset=UTF-8' };
  }
  if (init instanceof ArrayBuffer || ArrayBuffer.isView(init)) {
    return { content: bytesOf(init).slice(), contentType: null };
  }
  return { content: `${init}`, contentType: 'text/plain;charset=UTF-8' };
}

/** What a body holds, for a copy that leaves it unread. Not on the class: a guest sees the standard's members alone. */
export let contentOf: (body: Body) => BodyContent;

/** https://fetch.spec.whatwg.org/#body-mixin: what requests and responses share. */
export class Body {
  readonly #content: BodyContent;
  #used = false;

  constructor(content: BodyContent) {
    this.#content = content;
  }

  get bodyUsed(): boolean {
    return this.#used;
  }

  async text(): Promise<string> {
    const content = this.#take();
    if (typeof content === 'string') return content.charCodeAt(0) === 0xfeff ? content.slice(1) : content;
    return content === null ? '' : decodeUtf8(content);
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async bytes(): Promise<Uint8Array> {
    const content = this.#take();
    return typeof content === 'string' ? encodeUtf8(content) : (content?.slice() ?? new Uint8Array());
  }

  async arrayBuffer(): Promise<ArrayBufferLike> {
    return (await this.bytes()).buffer;
  }

  #take(): BodyContent {
    if (this.#used) throw new TypeError('Body is unusable: Body has already been read');
    this.#used = this.#content !== null;
    return this.#content;
  }

  static {
    contentOf = (body) => {
      if (body.#used) throw new TypeError('Body is unusable: Body has already been read');
      return body.#content;
    };
  }
}
