import { bytesOfBlob } from '../web/blob.ts';
import { concatBytes } from '../web/concat-bytes.ts';
import { encodeUtf8 } from '../web/utf8.ts';
import type { FormDataEntry } from './form-data-entry.ts';

/** A form as it is sent: text where it holds no files. */
export interface Multipart {
  readonly content: string | Uint8Array;
  readonly contentType: string;
}

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
export function encodeMultipart(entries: readonly FormDataEntry[], boundary: string): Multipart {
  const pieces: (string | Uint8Array)[] = [];
  for (const [name, value, isUnnamed] of entries) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(withLineEnds(name))}"`;
    if (typeof value === 'string') {
      pieces.push(`${head}\r\n\r\n${withLineEnds(value)}\r\n`);
    } else {
      const type = value.type === '' ? 'application/octet-stream' : value.type;
      const file = isUnnamed === true ? '' : `; filename="${escapeName(value.name)}"`;
      pieces.push(`${head}${file}\r\nContent-Type: ${type}\r\n\r\n`);
      pieces.push(bytesOfBlob(value), '\r\n');
    }
  }
  // Some servers miss the last line end, which the standard lets be.
  pieces.push(`--${boundary}--\r\n`);
  return { content: join(pieces), contentType: `multipart/form-data; boundary=${boundary}` };
}

function join(pieces: readonly (string | Uint8Array)[]): string | Uint8Array {
  if (pieces.every((piece) => typeof piece === 'string')) return pieces.join('');
  return concatBytes(pieces.map((piece) => (typeof piece === 'string' ? encodeUtf8(piece) : piece)));
}

function withLineEnds(text: string): string {
  return text.replace(/\r\n?|\n/g, '\r\n');
}

function escapeName(name: string): string {
  return name.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
}
