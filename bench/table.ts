import type { Row } from './row.ts';
import { meetsGoal } from './row.ts';

const TITLES = ['bench', 'value', 'baseline', 'ratio', 'goal', ''] as const;

/** Rows as people read them. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [TITLES, ...rows.map(cellsOf)];
  const widths = TITLES.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellsOf(row: Row): readonly string[] {
  const { name, value, unit, baseline, ratio, goal, higherIsBetter } = row;
  return [
    name,
    `${formatNumber(value)} ${unit}`,
    baseline === undefined ? '' : `${formatNumber(baseline)} ${unit}`,
    ratio === undefined ? '' : `${ratio.toFixed(2)} ×`,
    `${higherIsBetter ? '≥' : '≤'} ${ratio === undefined ? `${goal} ${unit}` : `${goal} ×`}`,
    meetsGoal(row) ? 'met' : 'missed',
  ];
}

/** The first column to the left, numbers to the right. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 || column === TITLES.length - 1 ? cell.padEnd(width) : cell.padStart(width);
}

function formatNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
