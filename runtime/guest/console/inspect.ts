const MAX_DEPTH = 4;
const MAX_ITEMS = 100;
/** Of one value's text, in characters; what is longer is cut by whoever keeps it. */
const MAX_LENGTH = 8 * 1024;

/** What is shown of one argument: how much text there may still be, and what encloses what is shown now. */
interface Inspection {
  left: number;
  readonly parents: object[];
}

/** Formats what `console.log` was given, as Node's console does for the everyday cases. */
export function formatLog(args: readonly unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== 'string') return args.map((each) => inspectTop(each)).join(' ');
  let used = 0;
  const text = first.slice(0, MAX_LENGTH).replace(/%[sdifjoOc%]/g, (mark) => {
    if (used >= rest.length) return mark === '%%' && rest.length > 0 ? '%' : mark;
    if (mark === '%%') return '%';
    used += 1;
    return formatAs(mark, rest[used - 1]);
  });
  return [text, ...rest.slice(used).map((each) => inspectTop(each))].join(' ');
}

function formatAs(mark: string, value: unknown): string {
  switch (mark) {
    case '%s':
      return formatText(value).slice(0, MAX_LENGTH);
    case '%d':
      return formatNumber(value, Number);
    case '%i':
      return formatNumber(value, (each) => Number.parseInt(String(each), 10));
    case '%f':
      return typeof value === 'symbol' ? 'NaN' : String(Number.parseFloat(String(value)));
    case '%j':
      return JSON.stringify(typeof value === 'string' ? value.slice(0, MAX_LENGTH) : value) ?? 'undefined';
    case '%c':
      return '';
    default:
      return inspect(value, { left: MAX_LENGTH, parents: [] });
  }
}

function formatText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'function' ? String(value) : inspectTop(value);
}

function formatNumber(value: unknown, toNumber: (value: unknown) => number): string {
  if (typeof value === 'symbol') return 'NaN';
  return inspectTop(typeof value === 'bigint' ? value : toNumber(value));
}

function inspectTop(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, MAX_LENGTH);
  return inspect(value, { left: MAX_LENGTH, parents: [] }).slice(0, MAX_LENGTH);
}

function inspect(value: unknown, inspection: Inspection): string {
  if (inspection.left <= 0) return '...';
  const text = inspectLeaf(value);
  inspection.left -= text === null ? 2 : text.length;
  return text ?? inspectContainer(value as object, inspection);
}

/** The text of what holds no other values; `null` for what does. */
function inspectLeaf(value: unknown): string | null {
  if (typeof value === 'string') return quoted(value.slice(0, MAX_LENGTH));
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `[Function: ${value.name || 'anonymous'}]`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Error) return value.stack ?? `${value.name}: ${value.message}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  return value instanceof RegExp ? String(value) : null;
}

function inspectContainer(value: object, inspection: Inspection): string {
  const { parents } = inspection;
  if (parents.includes(value)) return '[Circular]';
  if (parents.length > MAX_DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]';
  parents.push(value);
  const text = inspectItems(value, (each) => inspect(each, inspection));
  parents.pop();
  return text;
}

/** Only as many items are looked at as are shown: a guest may log a million. */
function inspectItems(value: object, show: (each: unknown) => string): string {
  if (Array.isArray(value)) {
    return bracket('[', value.slice(0, MAX_ITEMS).map(show), { close: ']', count: value.length });
  }
  if (value instanceof Map) {
    const items = firstOf(value).map(([key, each]) => `${show(key)} => ${show(each)}`);
    return bracket(`Map(${value.size}) {`, items, { close: '}', count: value.size });
  }
  if (value instanceof Set) {
    const items = firstOf(value).map(show);
    return bracket(`Set(${value.size}) {`, items, { close: '}', count: value.size });
  }
  const keys = Object.keys(value);
  const items = keys
    .slice(0, MAX_ITEMS)
    .map((key) => `${quotedKey(key)}: ${show((value as { readonly [key: string]: unknown })[key])}`);
  return bracket('{', items, { close: '}', count: keys.length });
}

function firstOf<T>(values: Iterable<T>): readonly T[] {
  const first: T[] = [];
  for (const value of values) {
    if (first.length === MAX_ITEMS) break;
    first.push(value);
  }
  return first;
}

function bracket(
  open: string,
  items: readonly string[],
  { close, count }: { readonly close: string; readonly count: number },
): string {
  if (count === 0) return open + close;
  const rest = count - items.length;
  const more = rest > 0 ? [`... ${rest} more item${rest === 1 ? '' : 's'}`] : [];
  return `${open} ${[...items, ...more].join(', ')} ${close}`;
}

/** In single quotes, unless they occur in the text. */
function quoted(text: string): string {
  const mark = ["'", '"', '`'].find((each) => !text.includes(each)) ?? "'";
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark;
}

function quotedKey(key: string): string {
  return /^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key) ? key : quoted(key.slice(0, MAX_LENGTH));
}
