import { formatLog } from './format-log.ts';
import { formatTable } from './format-table.ts';
import { inspect } from './inspect.ts';
import { post, quote } from '../bridge/outbox.ts';
import { sliceString } from '../bridge/primordials.ts';

/** What is kept of one attempt's output. */
const MAX_LINES = 100;
const MAX_CHARACTERS = 4 * 1024;
/** How far what stands in a group is indented, and how many groups may stand in each other. */
const [GROUP_INDENT, MAX_GROUPS] = ['  ', 20];

let linesLeft = 0;
let charactersLeft = 0;
let groups = 0;

/** Begins to keep what is written; without it nothing is. */
export function keepLogs(): void {
  linesLeft = MAX_LINES;
  charactersLeft = MAX_CHARACTERS;
  groups = 0;
}

export function dropLogs(): void {
  linesLeft = 0;
}

function write(level: string, format: () => string): void {
  if (linesLeft <= 0 || charactersLeft <= 0) return;
  const text = indented(textOf(format));
  if (typeof text !== 'string') return;
  const kept = sliceString(text, 0, charactersLeft);
  linesLeft -= 1;
  charactersLeft -= kept.length;
  post('l', `[${quote(level)},${quote(kept)}]`);
}

/** A line that can't be written is no reason for a delivery to fail, which it does only where lines are kept. */
function textOf(format: () => unknown): unknown {
  try {
    return format();
  } catch {
    return '[a value that cannot be read]';
  }
}

function indented(text: unknown): unknown {
  if (groups === 0) return text;
  return textOf(() => {
    const indent = GROUP_INDENT.repeat(groups);
    return indent + (text as string).replaceAll('\n', `\n${indent}`);
  });
}

const writer =
  (level: string) =>
  (...args: readonly unknown[]): void =>
    write(level, () => formatLog(args));

function group(...args: readonly unknown[]): void {
  if (args.length > 0) write('log', () => formatLog(args));
  if (groups < MAX_GROUPS) groups += 1;
}

const counts = new Map<string, number>();
const startedAt = new Map<string, number>();

/** How long ago a timer was started, and whatever else is to be said; nothing of one that was not. */
function logTime(label: string, args: readonly unknown[]): void {
  const since = startedAt.get(label);
  if (since !== undefined) write('log', () => formatLog([`${label}: ${Date.now() - since}ms`, ...args]));
}

/** https://console.spec.whatwg.org/, with everything that writes lines; what is for people at a screen does nothing. */
export const console = {
  debug: writer('debug'),
  log: writer('log'),
  info: writer('info'),
  warn: writer('warn'),
  error: writer('error'),
  trace: (...args: readonly unknown[]): void => {
    const { stack = '' } = new Error();
    write('debug', () => `Trace: ${formatLog(args)}${stack.slice(stack.indexOf('\n'))}`);
  },
  dir: (value: unknown, options?: { readonly depth?: number | null }): void => {
    write('log', () => inspect(value, options?.depth === null ? Infinity : options?.depth));
  },
  dirxml: writer('log'),
  table: (data: unknown, columns?: readonly string[]): void => write('log', () => formatTable(data, columns)),
  group,
  groupCollapsed: group,
  groupEnd: (): void => {
    if (groups > 0) groups -= 1;
  },
  assert: (condition?: unknown, ...args: readonly unknown[]): void => {
    if (condition) return;
    const [first, ...rest] = args;
    const all =
      typeof first === 'string' ? [`Assertion failed: ${first}`, ...rest] : ['Assertion failed', ...args];
    write('error', () => formatLog(all));
  },
  count: (label: unknown = 'default'): void => {
    const name = `${label as string}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    write('log', () => `${name}: ${counts.get(name)}`);
  },
  countReset: (label: unknown = 'default'): void => {
    counts.delete(`${label as string}`);
  },
  time: (label: unknown = 'default'): void => {
    startedAt.set(`${label as string}`, Date.now());
  },
  timeLog: (label: unknown = 'default', ...args: readonly unknown[]): void =>
    logTime(`${label as string}`, args),
  timeEnd: (label: unknown = 'default'): void => {
    logTime(`${label as string}`, []);
    startedAt.delete(`${label as string}`);
  },
  clear: (): void => {},
  profile: (): void => {},
  profileEnd: (): void => {},
  timeStamp: (): void => {},
};

Object.defineProperty(console, Symbol.toStringTag, { value: 'console', configurable: true });
