import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FileDataKeys } from '../../../../lib/local/services/file-data-keys.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

const CONTEXT = { destinationId: 'dst_1' };

describe('FileDataKeys', () => {
  test('opens what it wrapped, also after it is opened again', async () => {
    const { plaintext, wrapped } = await (await FileDataKeys.open(join(folder, 'key'))).generate(CONTEXT);
    const again = await FileDataKeys.open(join(folder, 'key'));
    await expect(again.unwrap(wrapped, CONTEXT)).resolves.toEqual(plaintext);
    await expect(again.unwrap(wrapped, { destinationId: 'dst_2' })).rejects.toThrow();
    await expect(readdir(folder)).resolves.toEqual(['key']);
  });

  test('makes one key when opened twice at once', async () => {
    const [one, other] = await Promise.all([
      FileDataKeys.open(join(folder, 'key')),
      FileDataKeys.open(join(folder, 'key')),
    ]);
    const { plaintext, wrapped } = await one.generate(CONTEXT);
    await expect(other.unwrap(wrapped, CONTEXT)).resolves.toEqual(plaintext);
  });

  test('refuses a key file that was cut off', async () => {
    await writeFile(join(folder, 'key'), 'c2hvcnQ=');
    await expect(FileDataKeys.open(join(folder, 'key'))).rejects.toThrow(
      `Cannot read the key file "${join(folder, 'key')}": it holds 5 bytes, must be 32`,
    );
  });
});
