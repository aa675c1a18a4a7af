/** A place in a source file, as editors count: both from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export const START: Position = { line: 1, column: 1 };

/** What ends a line of JavaScript. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;

/** The place of the character at `offset` (in UTF-16 units). */
export function positionOf(text: string, offset: number): Position {
  return positionFinder(text)(offset);
}

/** For many places of one text: reads it once. */
export function positionFinder(text: string): (offset: number) => Position {
  const starts = [0, ...Array.from(text.matchAll(LINE_END), (end) => end.index + end[0].length)];
  return (offset) => {
    const after = starts.findIndex((start) => start > offset);
    const line = after < 0 ? starts.length : after;
    return { line, column: offset - starts[line - 1]! + 1 };
  };
}
