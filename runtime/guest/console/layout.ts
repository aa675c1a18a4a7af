/** The widest that a line may be. */
const LINE_WIDTH = 80;
/** So many levels of what lies within each other stand on one line, where there is room. */
const LEVELS_ON_A_LINE = 3;
/** More items than these are set in columns. */
const ITEMS_ON_A_LINE = 6;
const MAX_COLUMNS = 12;
/** Of a character, by its width. */
const HEIGHT = 2.5;
const SEPARATOR = 2;

export interface Block {
  /** What stands before the brackets: an error's stack, say. */
  readonly base: string;
  readonly open: string;
  readonly close: string;
  readonly items: readonly string[];
  /** The values themselves, where they are an array's. */
  readonly array?: ArrayLike<unknown>;
  /** Whether the last of the items says how many more there are. */
  readonly hasMore: boolean;
  /** How far the block is indented. */
  readonly indent: number;
  /** How many levels lie within it, as far as the last of its items says. */
  readonly levels: number;
}

/** Sets items between brackets: on one line where they have room, in columns where they are many, else one a line. */
export function layOut(block: Block): string {
  const { base, open, close, items, array, indent, levels } = block;
  const before = base === '' ? '' : `${base} `;
  const rows = array !== undefined && items.length > ITEMS_ON_A_LINE ? intoColumns(block, array) : items;
  if (levels < LEVELS_ON_A_LINE && rows === items && hasRoom(block)) {
    const line = items.join(', ');
    if (!line.includes('\n')) return `${before}${open} ${line} ${close}`;
  }
  const lineStart = `\n${' '.repeat(indent)}`;
  return `${before}${open}${lineStart}  ${rows.join(`,${lineStart}  `)}${lineStart}${close}`;
}

function hasRoom({ base, open, items, indent }: Block): boolean {
  const around = items.length + indent + open.length + base.length + 10;
  const width = items.reduce((sum, { length }) => sum + length, items.length + around);
  return width <= LINE_WIDTH && !base.includes('\n');
}

/** Sets many short items side by side, numbers by their last digit. */
function intoColumns({ items, hasMore, indent }: Block, array: ArrayLike<unknown>): readonly string[] {
  const cells = hasMore ? items.slice(0, -1) : items;
  const longest = Math.max(...cells.map(({ length }) => length));
  const total = cells.reduce((sum, { length }) => sum + length + SEPARATOR, 0);
  const widest = longest + SEPARATOR;
  if (widest * 3 + indent >= LINE_WIDTH || (total / widest <= 5 && longest > 6)) return items;
  const typical = Math.max(widest - 3 - Math.sqrt(widest - total / items.length), 1);
  const columns = Math.min(
    Math.round(Math.sqrt(HEIGHT * typical * cells.length) / typical),
    Math.floor((LINE_WIDTH - indent) / widest),
    MAX_COLUMNS,
  );
  if (columns <= 1) return items;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(
      ...items
        .filter((__, index) => index % columns === column && index < cells.length)
        .map(({ length }) => length),
    ),
  );
  const areNumbers = cells.every(
    (_, index) => typeof array[index] === 'number' || typeof array[index] === 'bigint',
  );
  const rows: string[] = [];
  for (let from = 0; from < cells.length; from += columns) {
    const row = cells.slice(from, from + columns);
    const padded = row.map((cell, column) => {
      const isLast = column === row.length - 1;
      if (areNumbers)
        return isLast ? cell.padStart(widths[column]!) : `${cell}, `.padStart(widths[column]! + SEPARATOR);
      return isLast ? cell : `${cell}, `.padEnd(widths[column]! + SEPARATOR);
    });
    rows.push(padded.join(''));
  }
  return hasMore ? [...rows, items.at(-1)!] : rows;
}
