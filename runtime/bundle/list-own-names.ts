import type { ProgramSource } from '../contract/program.ts';
import type { FreeName } from './list-free-names.ts';
import { listFreeNames } from './list-free-names.ts';
import type { SourcePlace } from './place-in-source.ts';
import { sourceFinder } from './place-in-source.ts';
import type { Position } from './position.ts';
import { positionFinder } from './position.ts';

/** A free name, and where its author wrote it. */
export type OwnName = Omit<FreeName, 'offset'> & SourcePlace;

/**
 * Finds which of `names` the author's own files take for granted. What an installed package names is its own affair: it
 * was written for other places too, and probes for what it finds there.
 */
export function listOwnNames(
  { code, sourceMap }: Pick<ProgramSource, 'code' | 'sourceMap'>,
  { file, names }: { readonly file: string; readonly names: readonly string[] },
): readonly OwnName[] {
  const free = listFreeNames(code, names);
  if (free.length === 0) return [];
  const positionAt = positionFinder(code);
  const sourceOf = sourceMap === undefined ? asWritten(file) : sourceFinder(sourceMap);
  return free.flatMap(({ offset, ...name }) => {
    const place = sourceOf(positionAt(offset));
    return place === null || isInstalled(place.file) ? [] : [{ ...name, ...place }];
  });
}

function asWritten(file: string): (position: Position) => SourcePlace {
  return (position) => ({ file, position });
}

function isInstalled(file: string): boolean {
  return file.split('/').includes('node_modules');
}
