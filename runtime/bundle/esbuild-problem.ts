import { builtinModules } from 'node:module';
import type { BuildFailure, Message, TransformFailure } from 'esbuild';
import { OWN_SCRIPT_PREFIX } from '../contract/program.ts';
import type { Problem } from './build-error.ts';
import type { Position } from './position.ts';

/** What to do instead of importing one of Node's own modules. */
const INSTEAD: Readonly<Record<string, string>> = {
  http: 'call fetch',
  https: 'call fetch',
  http2: 'call fetch',
  url: 'use the globals URL and URLSearchParams',
  querystring: 'use the global URLSearchParams',
  timers: 'use the globals setTimeout and setInterval',
  'timers/promises': 'use the global setTimeout',
  util: 'use the globals TextEncoder, TextDecoder and structuredClone',
  fs: 'import a JSON file instead of reading it',
  'fs/promises': 'import a JSON file instead of reading it',
  process: 'read what varies from the settings',
  events: 'install the npm package "events"',
  stream: 'use text or bytes',
  zlib: 'use the global zlib.zlib',
  assert: 'throw an error',
  path: 'install the npm package "path-browserify"',
  os: 'read what varies from the settings',
  child_process: 'call a service with fetch',
};
const OTHERWISE = 'use what a browser has too, or an npm package that needs no Node';

/** Of a module that runtime/bundle/offer-node-modules.ts offers. */
const NOT_OFFERED = new RegExp(`^No matching export in "${OWN_SCRIPT_PREFIX}(\\w+)" for import "(.+)"`);

export function isEsbuildFailure(cause: unknown): cause is BuildFailure | TransformFailure {
  return typeof cause === 'object' && cause !== null && 'errors' in cause && Array.isArray(cause.errors);
}

/** Puts an error of esbuild's into our words. */
export function problemOf({ text, location }: Message): Problem {
  return {
    file: location?.file ?? 'the function',
    position: location === null ? null : positionOfLocation(location),
    reason: explain(text),
  };
}

/** esbuild counts columns from 0 and in bytes of UTF-8. */
function positionOfLocation({ line, column, lineText }: NonNullable<Message['location']>): Position {
  return { line, column: Buffer.from(lineText).subarray(0, column).toString().length + 1 };
}

function explain(text: string): string {
  const [, offered, name] = NOT_OFFERED.exec(text) ?? [];
  if (offered !== undefined) {
    return `cannot import "${name}" from "${offered}": a function has no more of it than the global`;
  }
  const [, specifier] = /^Could not resolve "([^"]+)"/.exec(text) ?? [];
  if (specifier === undefined) return lowerFirst(text);
  const module = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || builtinModules.includes(module)) {
    return `cannot import "${specifier}": a function has no modules of Node, ${INSTEAD[module] ?? OTHERWISE}`;
  }
  if (/^\.{0,2}\//.test(specifier)) return `cannot import "${specifier}": there is no such file`;
  return `cannot import "${specifier}": the package is not installed, or has no such entry; run npm install in the function's folder`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
