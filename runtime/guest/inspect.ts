const MAX_DEPTH = 4;
const MAX_ITEMS = 100;
/** Of one value's text, in characters; what is longer is cut by whoever keeps it. */
const MAX_LENGTH = 8 * 1024;

/** Formats what `console.log` was given, as Node's console does for the everyday cases. */
export function formatLog(args: readonly unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== 'string') return args.map((each) => inspectTop(each)).join(' ');
  let used = 0;
  const text = first.replace(/%[sdifjoOc%]/g, (mark) => {
    if (mark === '%%') return '%';
    if (used >= rest.length) return mark;
    used += 1;
    return formatAs(mark, rest[used - 1]);
  });
  return [text, ...rest.slice(used).map((each) => inspectTop(each))].join(' ');
}

function formatAs(mark: string, value: unknown): string {
  switch (mark) {
    case '%s':
      return typeof value === 'object' ? inspectTop(value) : String(value);
    case '%d':
      return String(Number(value));
    case '%i':
      return String(Math.trunc(Number(value)));
    case '%f':
      return String(Number.parseFloat(String(value)));
    case '%j':
      return JSON.stringify(value) ?? 'undefined';
    case '%c':
      return '';
    default:
      return inspectTop(value);
  }
}

function inspectTop(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, 0, []).slice(0, MAX_LENGTH);
}

function inspect(value: unknown, depth: number, parents: readonly object[]): string {
  if (typeof value === 'string') return `'${value.slice(0, MAX_LENGTH)}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `[Function: ${value.name || 'anonymous'}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (parents.includes(value)) return '[Circular]';
  if (value instanceof Error) return value.stack ?? `${value.name}: ${value.message}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  const within = [...parents, value];
  const show = (each: unknown): string => inspect(each, depth + 1, within);
  if (Array.isArray(value)) return depth > MAX_DEPTH ? '[Array]' : bracket('[', value.map(show), ']');
  if (depth > MAX_DEPTH) return '[Object]';
  if (value instanceof Map) {
    return bracket(
      `Map(${value.size}) {`,
      [...value].map(([key, each]) => `${show(key)} => ${show(each)}`),
      '}',
    );
  }
  if (value instanceof Set) return bracket(`Set(${value.size}) {`, [...value].map(show), '}');
  return bracket(
    '{',
    Object.entries(value).map(([key, each]) => `${key}: ${show(each)}`),
    '}',
  );
}

function bracket(open: string, items: readonly string[], close: string): string {
  if (items.length === 0) return open + close;
  const more = items.length > MAX_ITEMS ? [`... ${items.length - MAX_ITEMS} more`] : [];
  return `${open} ${[...items.slice(0, MAX_ITEMS), ...more].join(', ')} ${close}`;
}
