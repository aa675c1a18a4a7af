import { quoteText } from './quote-text.ts';

/** Of one value's text, in characters; what is longer is cut by whoever keeps it. */
export const MAX_LENGTH = 8 * 1024;
/** A text longer than this is broken at its line ends, where it doesn't fit. */
const MIN_BROKEN = 16;
const LINE_WIDTH = 80;

/** @param indent of what it stands in; 0 for what stands alone */
export function showPrimitive(value: unknown, indent: number): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'string') return Object.is(value, -0) ? '-0' : String(value);
  const text = value.slice(0, MAX_LENGTH);
  const fits = text.length <= MIN_BROKEN || text.length <= LINE_WIDTH - indent - 4;
  if (indent === 0 || fits) return quoteText(text);
  const lines = text.split(/(?<=\n)/).map((line) => quoteText(line));
  return lines.join(` +\n${' '.repeat(indent + 2)}`);
}
