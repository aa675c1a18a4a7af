import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { OWN_SCRIPT_PREFIX } from '../contract/program.ts';

const ENTRY = join(import.meta.dirname, '../guest/prelude.ts');
const DOMAIN_TO_ASCII = join(import.meta.dirname, '../guest/web/domain-to-ascii.ts');

/** whatwg-url takes what it needs of tr46 from ours, which has no tables. */
const withoutTables: Plugin = {
  name: 'without-tables',
  setup: (bundle) => bundle.onResolve({ filter: /^tr46$/ }, () => ({ path: DOMAIN_TO_ASCII })),
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
    plugins: [withoutTables],
    logLevel: 'silent',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('Cannot build the guest prelude: esbuild wrote nothing');
  return `(() => { 'use strict'; ${output.text}; return prelude.entries; })()\n//# sourceURL=${OWN_SCRIPT_PREFIX}prelude`;
}
