import type { Blob } from '../web/blob.ts';
import { isBlob } from '../web/blob.ts';
import { File } from '../web/file.ts';
import { defineInterface, requireArguments } from '../web/interface.ts';
import type { PairIterable } from './pair-iterator.ts';
import { makePairIterable } from './pair-iterator.ts';

type FormDataValue = string | File;
export type FormDataEntry = readonly [name: string, value: FormDataValue];

// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- makePairIterable() adds them
export interface FormData extends PairIterable<FormDataValue> {}

/** The entries themselves. Not on the class: a guest sees the standard's members alone. */
export let entriesOf: (form: FormData) => readonly FormDataEntry[];
/** As `instanceof`, which a guest can redefine and a prototype can feign. */
export let isFormData: (value: unknown) => value is FormData;

/** https://xhr.spec.whatwg.org/#interface-formdata */
export class FormData {
  #entries: readonly FormDataEntry[] = [];

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

  static {
    entriesOf = (form) => form.#entries;
    isFormData = (value): value is FormData =>
      typeof value === 'object' && value !== null && #entries in value;
    makePairIterable('FormData', FormData, entriesOf);
  }
}

defineInterface('FormData', FormData, { show: (form) => Object.fromEntries(form) });

/** https://xhr.spec.whatwg.org/#create-an-entry */
function toEntry(name: unknown, value: unknown, fileName: unknown): FormDataEntry {
  const key = toText(name);
  if (isBlob(value)) return [key, toFile(value, fileName)];
  if (fileName !== undefined)
    throw new TypeError('Cannot add to FormData: what has a file name must be a Blob');
  return [key, toText(value)];
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
