import { readdirSync, readFileSync } from 'node:fs';

/**
 * The processes in which the emulator runs a function, by what the kernel says of all that run: each is started from a folder
 * that is named after the function.
 */
export function processesOf(functionName: string): readonly number[] {
  const folder = `ministack-lambda-${functionName}-`;
  return pids().filter((pid) => read(pid, 'cmdline').includes(folder) && isWorker(pid));
}

/** The processes that a process has started. */
export function childrenOf(parent: number): readonly number[] {
  return pids().filter((pid) => read(pid, 'status').includes(`PPid:\t${parent}\n`));
}

/** The environment that a process was started with. */
export function environmentOf(pid: number): Readonly<Record<string, string>> {
  const variables = read(pid, 'environ').split('\0');
  return Object.fromEntries(
    variables
      .filter((each) => each.includes('='))
      .map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
  );
}

/** Not one of its children: their code stands in the same folder. */
function isWorker(pid: number): boolean {
  return /_worker\.m?js\0/.test(read(pid, 'cmdline'));
}

function pids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Empty where the process has ended meanwhile. */
function read(pid: number, file: 'cmdline' | 'environ' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
