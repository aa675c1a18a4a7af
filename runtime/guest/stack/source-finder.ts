import { bareList, charCodeAt, min } from '../bridge/primordials.ts';

/** A place in a file of the author's; line and column from 1. */
export interface SourcePlace {
  /** Index into the map's sources. */
  readonly source: number;
  readonly line: number;
  readonly column: number;
}

/** Where the mappings of a line begin, and what they are told as differences to. */
interface Mark {
  readonly at: number;
  readonly line: number;
  readonly source: number;
  readonly sourceLine: number;
  readonly sourceColumn: number;
}

const [COMMA, SEMICOLON, PLUS, LOWER_A, UPPER_A, ZERO] = [0x2c, 0x3b, 0x2b, 0x61, 0x41, 0x30];
/** Of a digit in base 64: that another one follows. */
const CONTINUES = 32;
/**
 * How far a mark is from the next. A stack has ten places, and a bundle of 1 MB has 600 KB of mappings: they are read
 * once (30 ms on a busy machine), and then in parts of a few kilobytes.
 */
const LINES_BETWEEN_MARKS = 128;

/**
 * Makes what finds where code came from: by the mapping at its line and column (from 1), or the last one before it on
 * the same line; `null` where no source is known. Nothing is read until it is called, and little kept.
 *
 * @param mappings of a source map, revision 3: https://tc39.es/ecma426/#sec-mappings
 */
export function sourceFinder(mappings: string): (line: number, column: number) => SourcePlace | null {
  const marks = bareList<Mark>();
  marks[0] = { at: 0, line: 1, source: 0, sourceLine: 0, sourceColumn: 0 };

  return (line, column) => {
    const mark = marks[min(marks.length - 1, (line - (line % LINES_BETWEEN_MARKS)) / LINES_BETWEEN_MARKS)]!;
    let { at, source, sourceLine, sourceColumn } = mark;
    let generatedLine = mark.line;
    let generatedColumn = 0;
    let found: SourcePlace | null = null;
    let field = 0;
    while (at < mappings.length && generatedLine <= line) {
      const code = charCodeAt(mappings, at);
      if (code === COMMA || code === SEMICOLON) {
        at += 1;
        field = 0;
        if (code === COMMA) continue;
        generatedLine += 1;
        generatedColumn = 0;
        if (generatedLine === marks.length * LINES_BETWEEN_MARKS) {
          marks[marks.length] = { at, line: generatedLine, source, sourceLine, sourceColumn };
        }
        continue;
      }
      let value = 0;
      let digit = CONTINUES;
      for (let shift = 0; digit >= CONTINUES && at < mappings.length; shift += 5) {
        digit = digitOf(charCodeAt(mappings, at));
        value |= (digit & (CONTINUES - 1)) << shift;
        at += 1;
      }
      const difference = value & 1 ? -(value >> 1) : value >> 1;
      if (field === 0) generatedColumn += difference;
      else if (field === 1) source += difference;
      else if (field === 2) sourceLine += difference;
      else if (field === 3) sourceColumn += difference;
      if (generatedLine === line) {
        if (generatedColumn >= column) return found;
        if (field === 0) found = null;
        if (field === 3) found = { source, line: sourceLine + 1, column: sourceColumn + 1 };
      }
      field += 1;
    }
    return found;
  };
}

function digitOf(code: number): number {
  if (code >= LOWER_A) return code - LOWER_A + 26;
  if (code >= UPPER_A) return code - UPPER_A;
  if (code >= ZERO) return code - ZERO + 52;
  return code === PLUS ? 62 : 63;
}
