import { basename } from 'node:path';
import { transform } from 'esbuild';
import { BuildError } from './build-error.ts';
import type { Problem } from './build-error.ts';
import { isEsbuildFailure, problemOf } from './esbuild-problem.ts';
import { locateMember } from './locate-member.ts';
import type { ParsedManifest } from './parse-manifest.ts';
import { parseManifest } from './parse-manifest.ts';
import type { Position } from './position.ts';
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
  const json = await parseJson(text);
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
  | { readonly kind: 'broken'; readonly position: Position; readonly reason: string };

async function parseJson(text: string): Promise<Json> {
  try {
    return { kind: 'value', value: JSON.parse(text) as unknown };
  } catch {
    return { kind: 'broken', ...(await findFault(text)) };
  }
}

/** V8 tells the place of an error in JSON only for some texts; esbuild does for all that it doesn't take itself. */
async function findFault(text: string): Promise<{ readonly position: Position; readonly reason: string }> {
  try {
    await transform(text, { loader: 'json', logLevel: 'silent' });
  } catch (error) {
    const fault = isEsbuildFailure(error) ? error.errors[0] : undefined;
    if (fault === undefined) throw error;
    const { position, reason } = problemOf(fault);
    return { position: position ?? START, reason: `is not JSON: ${reason}` };
  }
  return { position: START, reason: 'is not JSON, it has comments or trailing commas' };
}

function nameOf(steps: readonly (string | number)[]): string {
  return steps
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
