import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BuildError } from '../../../runtime/bundle/build-error.ts';
import { buildProgram } from '../../../runtime/bundle/build-program.ts';
import type { ProgramSource } from '../../../runtime/contract/program.ts';

export function fixture(name: string): string {
  return join(import.meta.dirname, '../../fixtures/functions', name);
}

export function buildFixture(name: string): Promise<ProgramSource> {
  return buildProgram(fixture(name));
}

/** The error that a build ends with. */
export async function refusalOf(path: string): Promise<BuildError> {
  try {
    await buildProgram(path);
  } catch (error) {
    if (error instanceof BuildError) return error;
    throw error;
  }
  throw new Error(`${path} was built`);
}

export function refusalOfFixture(name: string): Promise<BuildError> {
  return refusalOf(fixture(name));
}

/** A folder with files in it, for what can't be kept in the repository. */
export class SourceFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(files: Readonly<Record<string, string | Uint8Array>>): Promise<SourceFolder> {
    const folder = new SourceFolder(await mkdtemp(join(tmpdir(), 'sluice-sources-')));
    for (const [name, text] of Object.entries(files)) await folder.write(name, text);
    return folder;
  }

  async write(name: string, text: string | Uint8Array): Promise<void> {
    await mkdir(dirname(this.file(name)), { recursive: true });
    await writeFile(this.file(name), text);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
