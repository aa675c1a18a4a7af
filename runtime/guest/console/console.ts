import { formatLog } from './inspect.ts';
import { post, quote } from '../bridge/outbox.ts';
import { sliceString } from '../bridge/primordials.ts';

/** What is kept of one attempt's output. */
const MAX_LINES = 100;
const MAX_CHARACTERS = 4 * 1024;

let linesLeft = 0;
let charactersLeft = 0;

/** Begins to keep what is written; without it nothing is. */
export function keepLogs(): void {
  linesLeft = MAX_LINES;
  charactersLeft = MAX_CHARACTERS;
}

export function dropLogs(): void {
  linesLeft = 0;
}

function write(level: string, args: readonly unknown[]): void {
  if (linesLeft <= 0 || charactersLeft <= 0) return;
  const text = textOf(args);
  if (typeof text !== 'string') return;
  const kept = sliceString(text, 0, charactersLeft);
  linesLeft -= 1;
  charactersLeft -= kept.length;
  post('l', `[${quote(level)},${quote(kept)}]`);
}

/** A line that can't be written is no reason for a delivery to fail, which it does only where lines are kept. */
function textOf(args: readonly unknown[]): unknown {
  try {
    return formatLog(args);
  } catch {
    return '[a value that cannot be read]';
  }
}

const writer =
  (level: string) =>
  (...args: readonly unknown[]): void =>
    write(level, args);

const counts = new Map<string, number>();
const startedAt = new Map<string, number>();

/** https://console.spec.whatwg.org/, with everything that writes lines. */
export const console = {
  debug: writer('debug'),
  log: writer('log'),
  info: writer('info'),
  warn: writer('warn'),
  error: writer('error'),
  trace: writer('debug'),
  dir: (value: unknown): void => write('log', [value]),
  table: (value: unknown): void => write('log', [value]),
  group: (...args: readonly unknown[]): void => write('log', args),
  groupEnd: (): void => {},
  assert: (condition: unknown, ...args: readonly unknown[]): void => {
    if (!condition) write('error', ['Assertion failed', ...args]);
  },
  count: (label = 'default'): void => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    write('log', [`${label}: ${counts.get(label)}`]);
  },
  time: (label = 'default'): void => {
    startedAt.set(label, Date.now());
  },
  timeEnd: (label = 'default'): void => {
    const since = startedAt.get(label);
    if (since !== undefined) write('log', [`${label}: ${Date.now() - since}ms`]);
    startedAt.delete(label);
  },
};
