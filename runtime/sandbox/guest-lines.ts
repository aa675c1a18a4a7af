import type { LogLine } from './recording.ts';

/** What a guest tells the host after an entry; the letters are those of runtime/guest/prelude.ts. */
export type GuestLine =
  | { readonly kind: 'delivered'; readonly number: number; readonly returned: unknown }
  | {
      readonly kind: 'failed';
      readonly number: number;
      readonly code: string;
      readonly message: string;
      readonly retryAfterMs: number | null;
    }
  | ({ readonly kind: 'log' } & LogLine)
  | { readonly kind: 'request'; readonly id: number; readonly request: GuestRequest }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'timer'; readonly at: number }
  /** The events under way have made all the requests that they may make together. */
  | { readonly kind: 'requests-used-up' }
  | { readonly kind: 'loaded'; readonly handlers: string }
  | { readonly kind: 'not-loaded'; readonly problem: string };

export interface GuestRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly redirect: 'follow' | 'manual' | 'error';
  readonly encoding: 'none' | 'text' | 'latin1';
  readonly body: string;
}

/** Reads a guest's lines in order. @returns `null` for what no prelude posts: the isolate can't be trusted any more */
export function readGuestLines(lines: string): readonly GuestLine[] | null {
  const read: GuestLine[] = [];
  try {
    for (let from = 0; from < lines.length;) {
      const end = lines.indexOf('\n', from);
      read.push(readLine(lines[from]!, lines.slice(from + 1, end)));
      from = end + 1;
    }
  } catch {
    return null;
  }
  return read;
}

/** The shapes are the prelude's own; a guest can't write to them. */
function readLine(letter: string, json: string): GuestLine {
  switch (letter) {
    case 'd':
      return readDelivered(JSON.parse(json) as number | [number, unknown]);
    case 'f': {
      const [number, code, message, retryAfterMs] = JSON.parse(json) as [
        number,
        string,
        string,
        number | null,
      ];
      return { kind: 'failed', number, code, message, retryAfterMs };
    }
    case 'l': {
      const [level, message] = JSON.parse(json) as [LogLine['level'], string];
      return { kind: 'log', level, message };
    }
    case 'q': {
      const [id, ...fields] = JSON.parse(json) as [number, ...RequestFields];
      return { kind: 'request', id, request: readRequest(fields) };
    }
    case 'a':
      return { kind: 'abort', id: JSON.parse(json) as number };
    case 't':
      return { kind: 'timer', at: JSON.parse(json) as number };
    case 'o':
      return { kind: 'requests-used-up' };
    case 'h':
      return { kind: 'loaded', handlers: JSON.parse(json) as string };
    case 'x':
      return { kind: 'not-loaded', problem: JSON.parse(json) as string };
    default:
      throw new Error(`Cannot read a guest's line: no line begins with "${letter}"`);
  }
}

function readDelivered(posted: number | [number, unknown]): GuestLine {
  return typeof posted === 'number'
    ? { kind: 'delivered', number: posted, returned: null }
    : { kind: 'delivered', number: posted[0], returned: posted[1] };
}

type RequestFields = [
  method: string,
  url: string,
  headers: [string, string][],
  redirect: GuestRequest['redirect'],
  encoding: GuestRequest['encoding'],
  body: string,
];

function readRequest([method, url, headers, redirect, encoding, body]: RequestFields): GuestRequest {
  return { method, url, headers, redirect, encoding, body };
}
