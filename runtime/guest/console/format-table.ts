import { formatLog } from './format-log.ts';
import { inspect } from './inspect.ts';

const MAX_ROWS = 100;
const MAX_COLUMNS = 20;

interface Row {
  readonly index: string;
  /** Of a Map's row. */
  readonly key?: string;
  readonly value: unknown;
}

/** Draws a table, a row for each of what `data` holds, as Node's `console.table` does; what holds nothing stands as it is. */
export function formatTable(data: unknown, columns?: readonly string[]): string {
  if (typeof data !== 'object' || data === null) return formatLog([data]);
  const rows = rowsOf(data);
  const isCollection = data instanceof Map || data instanceof Set;
  const hasKeys = data instanceof Map;
  const names = isCollection ? [] : (columns ?? namesOf(rows));
  const hasValues = isCollection || rows.some(({ value }) => !isObject(value));
  const indexName = isCollection ? '(iteration index)' : '(index)';
  const head = [indexName, ...(hasKeys ? ['Key'] : []), ...names, ...(hasValues ? ['Values'] : [])];
  const body = rows.map(({ index, key, value }) => {
    const own = isObject(value) && !isCollection ? '' : inspect(value, isCollection ? 0 : 2);
    const cells = names.map((name) => cellOf(value, name));
    return [index].concat(key ?? [], cells, hasValues ? own : []);
  });
  return draw(head, body);
}

function rowsOf(data: object): readonly Row[] {
  if (data instanceof Map)
    return [...data]
      .slice(0, MAX_ROWS)
      .map(([key, value], index) => ({ index: `${index}`, key: inspect(key, 0), value }));
  if (data instanceof Set)
    return [...data].slice(0, MAX_ROWS).map((value, index) => ({ index: `${index}`, value }));
  return Object.keys(data)
    .slice(0, MAX_ROWS)
    .map((index) => ({ index, value: (data as { readonly [key: string]: unknown })[index] }));
}

function namesOf(rows: readonly Row[]): readonly string[] {
  const names = new Set<string>();
  for (const { value } of rows) if (isObject(value)) for (const name of Object.keys(value)) names.add(name);
  return [...names].slice(0, MAX_COLUMNS);
}

function cellOf(value: unknown, name: string): string {
  if (!isObject(value) || !Object.hasOwn(value, name)) return '';
  return inspect((value as { readonly [key: string]: unknown })[name], 0);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function draw(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map(
    (name, column) => Math.max(...[head, ...body].map((row) => (row[column] ?? name).length)) + 2,
  );
  const line = (open: string, between: string, close: string): string =>
    open + widths.map((width) => '─'.repeat(width)).join(between) + close;
  const row = (cells: readonly string[]): string =>
    `│${cells.map((cell, column) => ` ${cell}`.padEnd(widths[column]!)).join('│')}│`;
  return [
    line('┌', '┬', '┐'),
    row(head),
    line('├', '┼', '┤'),
    ...body.map((each) => row(each)),
    line('└', '┴', '┘'),
  ].join('\n');
}
