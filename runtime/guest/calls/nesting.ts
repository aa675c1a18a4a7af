import { charCodeAt } from '../bridge/primordials.ts';

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** How deep the arrays and objects of a JSON text lie within each other. */
export function nestingOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < json.length; index += 1) {
    const code = charCodeAt(json, index);
    if (code === QUOTE) index = endOfString(json, index);
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) depth += 1;
    else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth -= 1;
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}

/** Where the string that begins at `start` has its closing quote. */
function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && charCodeAt(json, index) !== QUOTE) {
    index += charCodeAt(json, index) === BACKSLASH ? 2 : 1;
  }
  return index;
}
