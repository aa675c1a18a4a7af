import { join } from 'node:path';
import { build } from 'esbuild';

const ENTRY = join(import.meta.dirname, '../guest/prelude.ts');

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
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('Cannot build the guest prelude: esbuild wrote nothing');
  return `(() => { 'use strict'; ${output.text}; return prelude.entries; })()`;
}
