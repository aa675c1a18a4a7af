/** Cuts a list of events' indexes into groups of `size`; the last may have fewer. */
export function groupIndexes(indexes: readonly number[], size: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(indexes.length / size) }, (_, at) =>
    indexes.slice(at * size, (at + 1) * size),
  );
}
