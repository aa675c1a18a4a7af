import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const APP = join(import.meta.dirname, '../../bin/app.ts');

interface Ended {
  readonly status: number | string | null | undefined;
  readonly output: string;
}

describe('bin/app.ts', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-app-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('writes the three stacks, and says nothing', async () => {
    expect(await runApp({})).toEqual({ status: 0, output: '' });
    const templates = (await readdir(folder)).filter((file) => file.endsWith('.template.json'));
    expect(templates.sort()).toEqual([
      'SluiceAlarms.template.json',
      'SluiceFunctions.template.json',
      'SluiceState.template.json',
    ]);
  });

  test('refuses an architecture that Lambda has not, in one line', async () => {
    expect(await runApp({ architecture: 'riscv' })).toEqual({
      status: 1,
      output: 'Cannot synthesize: architecture is "riscv", use arm64 or x86_64\n',
    });
  });

  /** Runs it as `cdk` does. */
  function runApp(context: Readonly<Record<string, string>>): Promise<Ended> {
    const env = { CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) };
    return new Promise((resolve) => {
      execFile(process.execPath, [APP], { env }, (error, stdout, stderr) => {
        resolve({ status: error === null ? 0 : error.code, output: stdout + stderr });
      });
    });
  }
});
