import type { S3Client } from '@aws-sdk/client-s3';
import type { DeadLetter } from '../contract/dead-letter.ts';
import { BrokenError } from './broken-error.ts';
import { parseDeadLetterText } from './dead-letter-text.ts';
import { dayPart, keyPart } from './key-part.ts';
import type { DeadLetterStore } from './ports.ts';
import { S3Texts } from './s3-texts.ts';

const FOLDER = 'dead-letters/';

/** Dead letters in S3, by destination and day: `dead-letters/<destination>/<yyyy-mm-dd>/<id>.json`. */
export class S3DeadLetterStore implements DeadLetterStore {
  readonly #texts: S3Texts;

  constructor(client: S3Client, bucket: string) {
    this.#texts = new S3Texts(client, bucket);
  }

  async put(letter: DeadLetter): Promise<void> {
    await this.#texts.put(keyOf(letter), JSON.stringify(letter));
  }

  async get(destinationId: string, id: string): Promise<DeadLetter | null> {
    const name = nameOf(id);
    for await (const key of this.#texts.keys(folderOf(destinationId))) {
      if (!key.endsWith(name)) continue;
      const text = await this.#texts.get(key);
      if (text !== null) return read(key, text);
    }
    return null;
  }

  async *list(destinationId?: string): AsyncGenerator<DeadLetter, void, undefined> {
    const folder = destinationId === undefined ? FOLDER : folderOf(destinationId);
    for await (const { key, text } of this.#texts.list(folder)) yield read(key, text);
  }

  async delete(letter: Pick<DeadLetter, 'destinationId' | 'id' | 'gaveUpAt'>): Promise<void> {
    await this.#texts.delete(keyOf(letter));
  }
}

function keyOf({
  destinationId,
  gaveUpAt,
  id,
}: Pick<DeadLetter, 'destinationId' | 'id' | 'gaveUpAt'>): string {
  return folderOf(destinationId) + dayPart(gaveUpAt) + nameOf(id);
}

function folderOf(destinationId: string): string {
  return `${FOLDER}${keyPart(destinationId)}/`;
}

function nameOf(id: string): string {
  return `/${keyPart(id)}.json`;
}

function read(key: string, text: string): DeadLetter {
  try {
    return parseDeadLetterText(text);
  } catch (cause) {
    throw BrokenError.because(`read dead letter "${key}"`, cause);
  }
}
