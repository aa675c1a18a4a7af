import { dirname } from 'node:path';
import { transform } from 'esbuild';
import { isEsbuildFailure } from '../../runtime/bundle/esbuild-problem.ts';
import { readSource, UnreadableError } from '../../runtime/bundle/read-source.ts';
import type { LocalConfig } from './config.ts';
import { parseLocalConfig } from './config.ts';

/** Sources, destinations and their settings of one machine; ten times of what the largest real one has. */
const MAX_CONFIG_BYTES = 4 * 1024 * 1024;

/** The config file can't be used. The message names the file and everything that is wrong in it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface ReadConfig {
  readonly config: LocalConfig;
  /** What the file's relative paths start from. */
  readonly folder: string;
}

/**
 * Reads and checks `sluice.local.json`.
 * @param path absolute
 * @throws ConfigError
 */
export async function readConfig(path: string): Promise<ReadConfig> {
  const result = parseLocalConfig(await parseJson(path, await readText(path)));
  if (result.kind === 'parsed') return { config: result.config, folder: dirname(path) };
  const lines = result.problems.map((each) =>
    each.path === '' ? each.reason : `${each.path}: ${each.reason}`,
  );
  throw new ConfigError([`Cannot use "${path}":`, ...lines.map((line) => `  ${line}`)].join('\n'));
}

async function readText(path: string): Promise<string> {
  try {
    return (await readSource(path, MAX_CONFIG_BYTES)).replace(/^\ufeff/, '');
  } catch (cause) {
    if (!(cause instanceof UnreadableError)) throw cause;
    throw new ConfigError(`Cannot use "${path}": it ${cause.reason}`, { cause });
  }
}

async function parseJson(path: string, text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`Cannot use "${path}": it is not JSON${await locateFault(text)}`, { cause });
  }
}

/** What esbuild says of it: unlike the engine, it tells line and column, and never quotes what may be a secret. */
async function locateFault(text: string): Promise<string> {
  try {
    await transform(text, { loader: 'json', logLevel: 'silent' });
    return '';
  } catch (error) {
    const fault = isEsbuildFailure(error) ? error.errors[0] : undefined;
    if (fault === undefined || fault.location === null) return '';
    return `, line ${fault.location.line}, column ${fault.location.column + 1}: ${fault.text}`;
  }
}
