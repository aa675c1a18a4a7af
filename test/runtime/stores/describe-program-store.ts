import { describe, expect, test } from '@jest/globals';
import type { SettingSchema } from '../../../runtime/contract/manifest.ts';
import type { ProgramStore } from '../../../runtime/stores/ports.ts';
import { aProgramSource } from '../../support/builders.ts';

const SETTING: SettingSchema = {
  name: 'apiKey',
  label: 'API key',
  description: '',
  type: 'text_map',
  required: true,
  sensitive: false,
};

/** What every program store promises. @param make an empty store */
export function describeProgramStore(name: string, make: () => Promise<ProgramStore>): void {
  describe(name, () => {
    test('gives a program back as it was put, under its hash', async () => {
      const store = await make();
      const manifest = { ...aProgramSource().manifest, settings: [SETTING], egress: ['api.acme.example'] };
      const source = aProgramSource({
        kind: 'module',
        code: 'const lone = "\ud800 \uffff ä💧\\u0000";',
        manifest,
      });
      const program = await store.put(source);
      expect(program).toEqual({ hash: program.hash, ...source });
      await expect(store.get(program.hash)).resolves.toEqual(program);
    });

    test('gives back the libraries and the source map that a program has, which its hash tells', async () => {
      const store = await make();
      const source = aProgramSource({
        libraries: [{ name: 'lodash', code: 'globalThis._ = {};' }],
        sourceMap: { sources: ['src/index.ts'], mappings: 'AAAA' },
      });
      const program = await store.put(source);
      await expect(store.get(program.hash)).resolves.toEqual({ hash: program.hash, ...source });
      await expect(store.put(aProgramSource())).resolves.not.toMatchObject({ hash: program.hash });
    });

    test('gives the same program the same hash, whatever the order of its members', async () => {
      const store = await make();
      const source = aProgramSource();
      const { hash } = await store.put(source);
      const reversed = Object.fromEntries(Object.entries(source).toReversed()) as unknown as typeof source;
      const manifest = Object.fromEntries(
        Object.entries(source.manifest).toReversed(),
      ) as unknown as typeof source.manifest;
      await expect(store.put({ ...reversed, manifest })).resolves.toMatchObject({ hash });
      await expect(store.put(aProgramSource({ code: 'other' }))).resolves.not.toMatchObject({ hash });
    });

    test('gives null for a program that it does not have, and has it once it is put', async () => {
      const store = await make();
      const { hash } = await (await make()).put(aProgramSource({ code: 'elsewhere' }));
      await expect(store.get(hash)).resolves.toBeNull();
      await store.put(aProgramSource({ code: 'elsewhere' }));
      await expect(store.get(hash)).resolves.toMatchObject({ code: 'elsewhere' });
    });

    test('keeps a program of the largest size', async () => {
      const store = await make();
      const code = '"'.repeat(1024 * 1024);
      const { hash } = await store.put(aProgramSource({ code }));
      await expect(store.get(hash)).resolves.toMatchObject({ code });
    });
  });
}
