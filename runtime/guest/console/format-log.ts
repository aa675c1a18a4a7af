import { inspect } from './inspect.ts';
import { MAX_LENGTH } from './show-primitive.ts';

const ALL_LEVELS = 4;

/** Formats what `console.log` was given, as Node's console does. */
export function formatLog(args: readonly unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== 'string') return args.map((each) => formatValue(each)).join(' ');
  let used = 0;
  const text = first.slice(0, MAX_LENGTH).replace(/%[sdifjoOc%]/g, (mark) => {
    if (rest.length === 0) return mark;
    if (mark === '%%') return '%';
    if (used >= rest.length) return mark;
    used += 1;
    return formatAs(mark, rest[used - 1]);
  });
  return [text, ...rest.slice(used).map((each) => formatValue(each))].join(' ');
}

function formatValue(value: unknown): string {
  return (typeof value === 'string' ? value : inspect(value)).slice(0, MAX_LENGTH);
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
      return typeof value === 'symbol' ? 'NaN' : formatValue(Number.parseFloat(String(value)));
    case '%j':
      return formatJson(value);
    case '%c':
      return '';
    case '%o':
      return inspect(value, ALL_LEVELS);
    default:
      return inspect(value);
  }
}

function formatText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'function' || (typeof value === 'object' && value !== null && hasOwnText(value)))
    return String(value);
  return inspect(value, 0);
}

/** Whether an object's class says itself how it is written; what the language brings says too little. */
function hasOwnText(value: object): boolean {
  for (let each: object | null = value; each !== null; each = Object.getPrototypeOf(each) as object | null) {
    if (!Object.hasOwn(each, 'toString')) continue;
    const { toString } = each;
    return (
      typeof toString === 'function' && !Function.prototype.toString.call(toString).includes('[native code]')
    );
  }
  return false;
}

function formatNumber(value: unknown, toNumber: (value: unknown) => number): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol' || (typeof value === 'object' && value !== null && !Array.isArray(value)))
    return 'NaN';
  return inspect(toNumber(value));
}

function formatJson(value: unknown): string {
  try {
    return JSON.stringify(typeof value === 'string' ? value.slice(0, MAX_LENGTH) : value) ?? 'undefined';
  } catch (error) {
    if (error instanceof TypeError && error.message.includes('circular')) return '[Circular]';
    throw error;
  }
}
