import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { OWN_SCRIPT_PREFIX } from '../contract/program.ts';

const ENTRY = join(import.meta.dirname, '../guest/prelude.ts');
const LAZY_TR46 = join(import.meta.dirname, '../guest/web/tr46.ts');

/** whatwg-url gets our tr46, which loads the real one when it is needed. */
const lazyTr46: Plugin = {
  name: 'lazy-tr46',
  setup: (bundle) =>
    bundle.onResolve({ filter: /^tr46$/ }, ({ importer }) =>
      importer.includes('whatwg-url') ? { path: LAZY_TR46 } : undefined,
    ),
};

let built: Promise<string> | null = null;

/**
 * Bundles the guest's prelude into one script, whose completion value is what the host calls. It is built once for
 * the life of the process.
 *
 * @throws Error when the prelude can't be bundled: the checkout is broken
 */
export function buildGuest(): Promise<string> {
  built ??= bundlePrelude();
  return built;
}

async function bundlePrelude(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName: 'prelude',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'node24',
    // One character beyond Latin-1 would make two bytes of each: 0.25 MB of every isolate.
    charset: 'ascii',
    legalComments: 'none',
    plugins: [lazyTr46],
    logLevel: 'silent',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('Cannot build the guest prelude: esbuild wrote nothing');
  return `(() => { 'use strict'; ${output.text}; return prelude.entries; })()\n//# sourceURL=${OWN_SCRIPT_PREFIX}prelude`;
}
