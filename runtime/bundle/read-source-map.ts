import type { SourceMap } from '../contract/program.ts';

/** Takes of esbuild's source map what leads to the sources. */
export function readSourceMap(json: string): SourceMap {
  const { sources, mappings } = JSON.parse(json) as { readonly sources: string[]; readonly mappings: string };
  return { sources, mappings };
}
