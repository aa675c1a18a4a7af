import { stripTypeScriptTypes } from 'node:module';
import { transform } from 'esbuild';
import type { SourceMap } from '../contract/program.ts';
import { readSourceMap } from './read-source-map.ts';

export interface ErasedTypes {
  readonly code: string;
  /** Absent where every position stayed. */
  readonly sourceMap?: SourceMap;
}

/**
 * Turns TypeScript into the JavaScript that it stands for; imports and exports stay.
 * Types become blanks, so that every position stays; only what leaves code behind (enums, parameter properties)
 * moves, and comes with a map.
 *
 * @throws esbuild's TransformFailure when it is no TypeScript
 */
export async function eraseTypes(code: string, file: string): Promise<ErasedTypes> {
  try {
    return { code: blankTypes(code) };
  } catch {
    const { code: javascript, map } = await transform(code, {
      loader: 'ts',
      sourcefile: file,
      target: 'node24',
      charset: 'utf8',
      sourcemap: 'external',
      sourcesContent: false,
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    return { code: javascript, sourceMap: readSourceMap(map) };
  }
}

/**
 * Node announces on stderr that this function of its own may change; our users can't do anything about it.
 * The call is synchronous, so nothing else is silenced.
 */
function blankTypes(code: string): string {
  const original = Object.getOwnPropertyDescriptor(process, 'emitWarning') ?? { configurable: true };
  Object.defineProperty(process, 'emitWarning', { ...original, value: () => undefined });
  try {
    return stripTypeScriptTypes(code);
  } finally {
    Object.defineProperty(process, 'emitWarning', original);
  }
}
