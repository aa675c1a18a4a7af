import type { BlobOptions } from './blob.ts';
import { Blob } from './blob.ts';
import { defineInterface, readOptions, requireArguments } from './interface.ts';

interface FileOptions extends BlobOptions {
  readonly lastModified?: number;
}

/** https://w3c.github.io/FileAPI/#file-section */
export class File extends Blob {
  readonly #name: string;
  readonly #lastModified: number;

  constructor(parts: Iterable<unknown>, name: unknown, options: FileOptions = {}) {
    requireArguments(arguments.length, 2, 'File()');
    super(parts, options);
    this.#name = `${name as string}`.toWellFormed();
    const { lastModified = Date.now() } = readOptions(options, 'File()');
    this.#lastModified = toWhole(lastModified);
  }

  get name(): string {
    return this.#name;
  }

  get lastModified(): number {
    return this.#lastModified;
  }
}

defineInterface('File', File, {
  show: ({ size, type, name, lastModified }) => ({ size, type, name, lastModified }),
});

function toWhole(input: unknown): number {
  return Math.trunc(Number(input)) || 0;
}
