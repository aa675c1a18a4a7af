import { queueTask } from '../bridge/primordials.ts';
import { bufferFrom } from '../node/buffer-from.ts';
import type { FastBuffer } from '../node/fast-buffer.ts';
import type { Blob } from '../web/blob.ts';
import { isBlob } from '../web/blob.ts';
import { isBufferSource } from '../web/bytes-of.ts';
import { File } from '../web/file.ts';
import { defineInterface, requireArguments } from '../web/interface.ts';
import type { Multipart } from './encode-multipart.ts';
import { encodeMultipart } from './encode-multipart.ts';
import { makeFormBoundary } from './form-boundary.ts';
import type { FormDataEntry, FormDataValue } from './form-data-entry.ts';
import type { PairIterable } from './pair-iterator.ts';
import { makePairIterable } from './pair-iterator.ts';
import { partOfForm } from './part-of-form.ts';

// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- makePairIterable() adds them
export interface FormData extends PairIterable<FormDataValue> {}

/** As it is sent, each time with the same boundary. Not on the class: a guest sees no member for it. */
export let encodeForm: (form: FormData) => Multipart;
/** As `instanceof`, which a guest can redefine and a prototype can feign. */
export let isFormData: (value: unknown) => value is FormData;

/**
 * https://xhr.spec.whatwg.org/#interface-formdata, with what functions for Segment ask of the package form-data: they
 * send `getHeaders()` along, and append Buffers under a file's name.
 */
export class FormData {
  #entries: readonly FormDataEntry[] = [];
  #boundary = '';

  constructor(form: unknown = undefined) {
    if (form !== undefined) throw new TypeError('Cannot make FormData of a form: there are none here');
  }

  append(name: unknown, value: unknown, fileName: unknown = undefined): void {
    requireArguments(arguments.length, 2, 'FormData.append');
    this.#entries = [...this.#entries, toEntry(name, value, fileName)];
  }

  delete(name: unknown): void {
    requireArguments(arguments.length, 1, 'FormData.delete');
    const key = toText(name);
    this.#entries = this.#entries.filter(([each]) => each !== key);
  }

  get(name: unknown): FormDataValue | null {
    requireArguments(arguments.length, 1, 'FormData.get');
    const key = toText(name);
    return this.#entries.find(([each]) => each === key)?.[1] ?? null;
  }

  getAll(name: unknown): FormDataValue[] {
    requireArguments(arguments.length, 1, 'FormData.getAll');
    const key = toText(name);
    return this.#entries.filter(([each]) => each === key).map(([, value]) => value);
  }

  has(name: unknown): boolean {
    requireArguments(arguments.length, 1, 'FormData.has');
    const key = toText(name);
    return this.#entries.some(([each]) => each === key);
  }

  /** Takes the place of the first of that name, and of all others. */
  set(name: unknown, value: unknown, fileName: unknown = undefined): void {
    requireArguments(arguments.length, 2, 'FormData.set');
    const entry = toEntry(name, value, fileName);
    const first = this.#entries.findIndex(([each]) => each === entry[0]);
    if (first < 0) this.#entries = [...this.#entries, entry];
    else
      this.#entries = this.#entries
        .map((each, index) => (index === first ? entry : each))
        .filter(([each], index) => index === first || each !== entry[0]);
  }

  getBoundary(): string {
    return this.#fixBoundary();
  }

  getHeaders(more: unknown = undefined): { [name: string]: unknown } {
    const headers: { [name: string]: unknown } = { 'content-type': encodeForm(this).contentType };
    for (const [name, value] of Object.entries({ ...(more as object | undefined) }))
      headers[name.toLowerCase()] = value;
    return headers;
  }

  getBuffer(): FastBuffer {
    return bufferFrom(encodeForm(this).content);
  }

  getLengthSync(): number {
    return this.getBuffer().length;
  }

  getLength(callback: (error: null, length: number) => void): void {
    const length = this.getLengthSync();
    queueTask(() => callback(null, length));
  }

  hasKnownLength(): boolean {
    return true;
  }

  #fixBoundary(): string {
    this.#boundary ||= makeFormBoundary();
    return this.#boundary;
  }

  static {
    encodeForm = (form) => encodeMultipart(form.#entries, form.#fixBoundary());
    isFormData = (value): value is FormData =>
      typeof value === 'object' && value !== null && #entries in value;
    makePairIterable('FormData', FormData, (form) => form.#entries);
  }
}

defineInterface('FormData', FormData, { show: (form) => Object.fromEntries(form) });

/** https://xhr.spec.whatwg.org/#create-an-entry */
function toEntry(name: unknown, value: unknown, fileName: unknown): FormDataEntry {
  const key = toText(name);
  if (isBlob(value)) return [key, toFile(value, fileName)];
  const part = partOfForm(value, fileName);
  if (part === null) return [key, toText(value)];
  const content = isBufferSource(value) ? value : toText(value);
  const file = new File([content], part.fileName ?? 'blob', { type: part.type });
  return [key, file, part.fileName === null];
}

function toFile(blob: Blob, fileName: unknown): File {
  if (fileName === undefined && blob instanceof File) return blob;
  const { lastModified } = blob as { readonly lastModified?: number };
  const options = { type: blob.type, ...(lastModified === undefined ? {} : { lastModified }) };
  return new File([blob], fileName === undefined ? 'blob' : toText(fileName), options);
}

function toText(input: unknown): string {
  return `${input as string}`.toWellFormed();
}
