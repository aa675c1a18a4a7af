import { SourceMap as Decoded } from 'node:module';
import type { SourceMap } from '../contract/program.ts';
import type { Position } from './position.ts';

export interface SourcePlace {
  /** Relative to the function's folder. */
  readonly file: string;
  readonly position: Position;
}

/** Where the code at `position` came from, or `null` where the map tells nothing of it. */
export function placeInSource(map: SourceMap, position: Position): SourcePlace | null {
  return sourceFinder(map)(position);
}

/** For many places of one map: reads it once. */
export function sourceFinder({ sources, mappings }: SourceMap): (position: Position) => SourcePlace | null {
  const rest = { version: 3, file: '', sourceRoot: '', names: [], sourcesContent: [] };
  const decoded = new Decoded({ ...rest, sources: [...sources], mappings });
  return (position) => {
    const found = decoded.findEntry(position.line - 1, position.column - 1);
    if (!('originalSource' in found)) return null;
    return {
      file: found.originalSource,
      position: { line: found.originalLine + 1, column: found.originalColumn + 1 },
    };
  };
}
