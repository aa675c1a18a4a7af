import type { S3Client } from '@aws-sdk/client-s3';
import type { Program, ProgramSource } from '../contract/program.ts';
import type { ProgramStore } from './ports.ts';
import { parseProgramText, programText } from './program-text.ts';
import { hashProgramText, readStoredProgram } from './read-stored-program.ts';
import { S3Texts } from './s3-texts.ts';

/** Programs in S3, each under the SHA-256 of its stored form: `programs/<hash>.json`. */
export class S3ProgramStore implements ProgramStore {
  readonly #texts: S3Texts;

  constructor(client: S3Client, bucket: string) {
    this.#texts = new S3Texts(client, bucket);
  }

  async put(source: ProgramSource): Promise<Program> {
    const text = programText(source);
    const hash = hashProgramText(text);
    await this.#texts.put(programKey(hash), text);
    return { hash, ...parseProgramText(text) };
  }

  async get(hash: string): Promise<Program | null> {
    const text = await this.#texts.get(programKey(hash));
    return text === null ? null : readStoredProgram(hash, text);
  }
}

/** The key of the object that a program is stored in. */
export function programKey(hash: string): string {
  return `programs/${hash}.json`;
}
