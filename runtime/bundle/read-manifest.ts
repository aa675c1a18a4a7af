import { basename } from 'node:path';
import { BuildError } from './build-error.ts';
import type { Problem } from './build-error.ts';
import { locateMember } from './locate-member.ts';
import type { ParsedManifest } from './parse-manifest.ts';
import { parseManifest } from './parse-manifest.ts';
import { positionOf, START } from './position.ts';
import { readSource, UnreadableError } from './read-source.ts';

const MAX_MANIFEST_BYTES = 256 * 1024;

/**
 * Reads a manifest file.
 * @returns `null` when there is none
 * @throws BuildError that points at each member that isn't valid
 */
export async function readManifest(path: string, functionName: string): Promise<ParsedManifest | null> {
  const text = await readText(path, functionName);
  if (text === null) return null;
  const json = parseJson(text);
  if (json.kind === 'broken') throw refusal([{ position: json.position, reason: json.reason }]);
  const result = parseManifest(json.value);
  if (result.kind === 'parsed') return result.manifest;
  throw refusal(
    result.problems.map(({ path: steps, reason }) => ({
      position: positionOf(text, locateMember(text, steps)),
      reason: steps.length === 0 ? reason : `${nameOf(steps)}: ${reason}`,
    })),
  );

  function refusal(problems: readonly Omit<Problem, 'file'>[]): BuildError {
    const file = basename(path);
    return new BuildError(
      'unreadable',
      functionName,
      problems.map((problem) => ({ file, ...problem })),
    );
  }
}

async function readText(path: string, functionName: string): Promise<string | null> {
  try {
    return (await readSource(path, MAX_MANIFEST_BYTES)).replace(/^\ufeff/, '');
  } catch (cause) {
    if (!(cause instanceof UnreadableError)) throw cause;
    if (cause.reason === 'does not exist') return null;
    const problem = { file: basename(path), position: null, reason: cause.reason };
    throw new BuildError('unreadable', functionName, [problem]);
  }
}

type Json =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'broken'; readonly position: Problem['position']; readonly reason: string };

function parseJson(text: string): Json {
  try {
    return { kind: 'value', value: JSON.parse(text) as unknown };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : '';
    const [, offset] = /at position (\d+)/.exec(message) ?? [];
    const isCutShort = message.startsWith('Unexpected end');
    return {
      kind: 'broken',
      position: offset === undefined && !isCutShort ? START : positionOf(text, Number(offset ?? text.length)),
      reason: `is not JSON: ${message.replace(/ (?:in JSON )?at position .*$/s, '')}`,
    };
  }
}

function nameOf(steps: readonly (string | number)[]): string {
  return steps
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
