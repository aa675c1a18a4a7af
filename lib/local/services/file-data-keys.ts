import { randomBytes, randomUUID } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { openBytes, sealBytes } from '../../../runtime/stores/aes-gcm.ts';
import { BrokenError } from '../../../runtime/stores/broken-error.ts';
import type { DataKey, DataKeys, KeyContext } from '../../../runtime/stores/data-keys.ts';

const KEY_BYTES = 32;

/** Data keys wrapped under a key in a file: what KMS does on AWS, for one machine. */
export class FileDataKeys implements DataKeys {
  readonly #key: Uint8Array;

  private constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** Reads the key, which is made when there is none yet. @throws Error when the file holds something else */
  static async open(path: string): Promise<FileDataKeys> {
    const text = (await readIfAny(path)) ?? (await createKey(path));
    const key = Buffer.from(text, 'base64');
    if (key.length !== KEY_BYTES) {
      throw new Error(
        `Cannot read the key file "${path}": it holds ${key.length} bytes, must be ${KEY_BYTES}`,
      );
    }
    return new FileDataKeys(key);
  }

  async generate(context: KeyContext): Promise<DataKey> {
    const plaintext = randomBytes(KEY_BYTES);
    return { plaintext, wrapped: sealBytes(plaintext, this.#key, textOf(context)) };
  }

  async unwrap(wrapped: Uint8Array, context: KeyContext): Promise<Uint8Array> {
    try {
      return openBytes(wrapped, this.#key, textOf(context));
    } catch (cause) {
      throw new BrokenError('unwrap a data key', 'it was changed, or is for something else', { cause });
    }
  }
}

/** A file is linked to its name only when it is whole, and never over another: a lost key loses every setting. */
async function createKey(path: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return readFile(path, 'utf8');
}

async function readIfAny(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function textOf(context: KeyContext): string {
  return JSON.stringify(Object.entries(context).sort(([left], [right]) => (left < right ? -1 : 1)));
}
