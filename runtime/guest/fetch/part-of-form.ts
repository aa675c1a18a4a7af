import { FastBuffer } from '../node/fast-buffer.ts';

/** How a value is written that is no field of the standard's. */
interface Part {
  /** `null` where the part names no file. */
  readonly fileName: string | null;
  readonly type: string;
}

const BYTES = 'application/octet-stream';
/** By the ending of a file's name, as the package form-data takes it from a longer list. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['csv', 'text/csv'],
  ['gif', 'image/gif'],
  ['gz', 'application/gzip'],
  ['html', 'text/html'],
  ['jpeg', 'image/jpeg'],
  ['jpg', 'image/jpeg'],
  ['json', 'application/json'],
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['txt', 'text/plain'],
  ['xml', 'application/xml'],
  ['zip', 'application/zip'],
]);

/**
 * Reads what functions for Segment give to `append` and the standard refuses or garbles: a Buffer, and for what is no
 * Blob a file's name or `{ filename, filepath, contentType }`. https://github.com/form-data/form-data
 *
 * @returns `null` for a field
 */
export function partOfForm(value: unknown, third: unknown): Part | null {
  const isBuffer = value instanceof FastBuffer;
  const options = typeof third === 'object' ? third : { filename: third };
  const { filename, filepath, contentType } = { ...options } as Readonly<Record<string, unknown>>;
  const name = filepath ?? filename;
  if (!isBuffer && name === undefined && contentType === undefined) return null;
  const fileName = name === undefined ? null : `${name as string}`;
  return {
    fileName,
    type: contentType === undefined ? typeByName(fileName ?? '') : `${contentType as string}`,
  };
}

function typeByName(fileName: string): string {
  const ending = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  return TYPES.get(ending) ?? BYTES;
}
