import { isObject } from '../../runtime/contract/shape.ts';
import { ANSWER_MS } from '../../runtime/runner/function/answer-ms.ts';

export interface DownloadOptions {
  /** What it is, for messages: links are secrets. */
  readonly what: string;
  readonly maxBytes: number;
}

/** As many as the SDK makes of a request. */
const MAX_TRIES = 3;
/**
 * S3 answers within some tenths of a second; what takes longer is given up and tried again. All tries end before the
 * dispatcher gives up an invocation that was begun at the last moment, with one's time to spare for the environment's
 * start: the delivery in it would be blamed else.
 */
const TIMEOUT_MS = ANSWER_MS / (MAX_TRIES + 1);

/**
 * Fetches a text with one GET: no redirect is followed, and its connection is closed, since the process may be frozen
 * next. What breaks off, and what the server says is its own fault, is tried again.
 *
 * @throws Error that does not show the link
 */
export async function download(url: string, { what, maxBytes }: DownloadOptions): Promise<string> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    const tried = await tryDownload(url, maxBytes);
    if (tried.text !== null) return tried.text;
    if (tryNumber === MAX_TRIES || !tried.mayHelp) {
      throw new Error(`Cannot download ${what}: ${tried.reason}`);
    }
  }
}

type Tried =
  | { readonly text: string }
  | { readonly text: null; readonly reason: string; readonly mayHelp: boolean };

async function tryDownload(url: string, maxBytes: number): Promise<Tried> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      return { text: null, reason: `it answered ${response.status}`, mayHelp: response.status >= 500 };
    }
    return await readText(response.body, maxBytes);
  } catch (error) {
    return { text: null, reason: nameOf(error), mayHelp: true };
  }
}

async function readText(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Tried> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    // Leaving the loop cancels the rest.
    if (bytes > maxBytes) return { text: null, reason: `it has more than ${maxBytes} bytes`, mayHelp: false };
    pieces.push(piece);
  }
  return { text: Buffer.concat(pieces).toString('utf8') };
}

/** What a failed fetch is called: its own message may quote the link. */
function nameOf(error: unknown): string {
  const { name, cause } = isObject(error) ? error : {};
  const { code } = isObject(cause) ? cause : {};
  return String(code ?? name);
}
