import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Architecture } from './architecture.ts';
import { ROOT } from './bundle-entry.ts';

/** What Node calls the processors. */
const NODE_NAMES: Readonly<Record<Architecture, string>> = { arm64: 'arm64', x86_64: 'x64' };
/** The ABI of Node 24, and the C library of Amazon Linux: the one of ten prebuilt binaries that a function loads. */
const BINARY = 'isolated-vm.abi137.glibc.node';
/** 5.x and 7.0.0 have an unpatched hole (GHSA-864f-rcv7-6rh4); 7.0.1 asks for a newer libstdc++ than Amazon Linux 2023 has. */
const VERSION = '6.2.0';

/**
 * Copies isolated-vm with its one binary for `architecture`, and the loader that it requires, into `nodeModules`.
 * @throws Error when another version is installed, or the binary is missing
 */
export function copyIsolatedVm(nodeModules: string, architecture: Architecture): void {
  const installed = join(ROOT, 'node_modules/isolated-vm');
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  if (version !== VERSION) {
    throw new Error(
      `Cannot build the dispatcher: isolated-vm is ${version}, it must be ${VERSION}; run "npm ci"`,
    );
  }
  const files = [
    'isolated-vm/package.json',
    'isolated-vm/isolated-vm.js',
    'isolated-vm/LICENSE',
    `isolated-vm/prebuilds/linux-${NODE_NAMES[architecture]}/${BINARY}`,
    'node-gyp-build/package.json',
    'node-gyp-build/index.js',
    'node-gyp-build/node-gyp-build.js',
    'node-gyp-build/LICENSE',
  ];
  for (const file of files) cpSync(join(ROOT, 'node_modules', file), join(nodeModules, file));
}
