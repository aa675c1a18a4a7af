import { OWN_SCRIPT_PREFIX } from '../../contract/program.ts';
import { charCodeAt, createObject, indexOf, sliceString } from '../bridge/primordials.ts';
import { sourceFinder } from './source-finder.ts';

/** How the positions of the program's code are told. */
export interface ProgramMap {
  /** What the program's code is called in stack traces. */
  readonly fileName: string;
  readonly sources: readonly string[];
  readonly mappings: string;
  /** Lines that stand before the built code where it is evaluated. */
  readonly linesBefore: number;
}

let program: ProgramMap | null = null;
let find = sourceFinder('');
/** By "line:column"; there are as many as the code has places that are asked for. */
let known = createObject(null) as { [place: string]: string };

/** `null` where positions are the author's already. */
export function useProgramMap(map: ProgramMap | null): void {
  program = map;
  find = sourceFinder(map?.mappings ?? '');
  known = createObject(null) as { [place: string]: string };
}

/**
 * Writes each place of the built code in `text`, "index.ts:12:5", as the place in the author's files that it came from.
 * @returns `null` when there is none for one of them: it is code that the build added
 */
export function placeInSources(text: string): string | null {
  if (program === null) return text;
  const mark = `${program.fileName}:`;
  let placed = '';
  let from = 0;
  for (let at = indexOf(text, mark); at >= 0; at = indexOf(text, mark, from)) {
    const lineEnd = skipDigits(text, at + mark.length);
    const columnEnd = skipDigits(text, lineEnd + 1);
    const source = sourceOf(
      program,
      sliceString(text, at + mark.length, columnEnd),
      lineEnd - at - mark.length,
    );
    if (source === '') return null;
    placed += sliceString(text, from, at) + source;
    from = columnEnd;
  }
  return placed + sliceString(text, from);
}

/** @param place "line:column", whose line has `lineLength` digits */
function sourceOf({ sources, linesBefore }: ProgramMap, place: string, lineLength: number): string {
  const seen = known[place];
  if (seen !== undefined) return seen;
  const line = +sliceString(place, 0, lineLength) - linesBefore;
  const found = find(line, +sliceString(place, lineLength + 1));
  const name = found === null ? undefined : sources[found.source];
  const isTold = name !== undefined && indexOf(name, OWN_SCRIPT_PREFIX) !== 0;
  const source = found !== null && isTold ? `${name}:${found.line}:${found.column}` : '';
  known[place] = source;
  return source;
}

function skipDigits(text: string, from: number): number {
  let end = from;
  while (end < text.length && charCodeAt(text, end) >= 0x30 && charCodeAt(text, end) <= 0x39) end += 1;
  return end;
}
