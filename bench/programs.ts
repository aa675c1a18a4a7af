import { createHash } from 'node:crypto';
import type { Limits } from '../runtime/contract/manifest.ts';
import { DEFAULT_BATCH_COUNT, DEFAULT_LIMITS } from '../runtime/contract/manifest.ts';
import type { Program } from '../runtime/contract/program.ts';

/** What performance.md measures with: adds one property and returns nothing. */
export const HANDLER_CODE =
  'async function onTrack(event, settings) { event.properties.seenBy = settings.name; }';
export const SETTINGS = { name: 'bench' };

/** What most partners' functions do: one request for each event, to the `url` of the settings. */
export const POST_CODE = `
async function onTrack(event, settings) {
  const response = await fetch(settings.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  if (!response.ok) throw new RetryError('status ' + response.status);
  await response.text();
}`;

/** A usual partner's program with its packages. */
const LARGE_BYTES = 50 * 1024;

/** @param limits where they are not the default ones */
export function makeProgram(code: string, limits: Partial<Limits> = {}): Program {
  return {
    hash: createHash('sha256').update(code).digest('hex'),
    kind: 'script',
    code,
    fileName: 'bench.js',
    manifest: {
      name: 'Bench',
      description: '',
      entry: 'bench.js',
      settings: null,
      limits: { ...DEFAULT_LIMITS, ...limits },
      batch: { maxCount: DEFAULT_BATCH_COUNT },
      egress: null,
    },
  };
}

/** A program of 50 KB that nobody has seen before: no two numbers give the same text to any cache. */
export function makeLargeProgram(number: number): Program {
  const parts = [HANDLER_CODE, `const mappings${number} = {};`];
  let bytes = parts.join('\n').length;
  for (let index = 0; bytes < LARGE_BYTES; index += 1) {
    const part = makeMapping(number, index);
    parts.push(part);
    bytes += part.length + 1;
  }
  return makeProgram(parts.join('\n'));
}

function makeMapping(number: number, index: number): string {
  const name = `map${number}Field${index}`;
  return [
    `function ${name}(traits, options = { trim: true, limit: ${index + 1} }) {`,
    `  const source = traits.field${index} ?? traits.properties?.field${index} ?? 'none ${number}';`,
    `  if (typeof source !== 'string') return { name: '${name}', value: String(source), kind: typeof source };`,
    `  const parts = source.split(/[,;]\\s*/).map((part) => (options.trim ? part.trim() : part));`,
    `  return { name: '${name}', value: parts.slice(0, options.limit).join('|'), kind: 'text' };`,
    `}`,
    `mappings${number}['field${index}'] = ${name};`,
  ].join('\n');
}
