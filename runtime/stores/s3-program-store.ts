import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Program, ProgramSource } from '../contract/program.ts';
import { BrokenError } from './broken-error.ts';
import type { ProgramStore } from './ports.ts';
import { parseProgramText, programText } from './program-text.ts';
import { S3Texts } from './s3-texts.ts';

/** Programs in S3, each under the SHA-256 of its stored form: `programs/<hash>.json`. */
export class S3ProgramStore implements ProgramStore {
  readonly #texts: S3Texts;

  constructor(client: S3Client, bucket: string) {
    this.#texts = new S3Texts(client, bucket);
  }

  async put(source: ProgramSource): Promise<Program> {
    const text = programText(source);
    const hash = hashOf(text);
    await this.#texts.put(keyOf(hash), text);
    return { hash, ...parseProgramText(text) };
  }

  async get(hash: string): Promise<Program | null> {
    const text = await this.#texts.get(keyOf(hash));
    if (text === null) return null;
    const what = `read program "${hash}"`;
    if (hashOf(text) !== hash)
      throw new BrokenError(what, `the SHA-256 of what is stored is ${hashOf(text)}`);
    try {
      return { hash, ...parseProgramText(text) };
    } catch (cause) {
      throw BrokenError.because(what, cause);
    }
  }
}

function keyOf(hash: string): string {
  return `programs/${hash}.json`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
