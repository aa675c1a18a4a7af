import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BENCHES } from './benches.ts';
import type { Row } from './row.ts';
import { formatTable } from './table.ts';

const RUN_BENCH_PATH = fileURLToPath(import.meta.resolve('./run-bench.ts'));
/** Each takes less than one minute; what hangs must not hold up whoever waits for the others. */
const BENCH_TIMEOUT_MS = 180_000;

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const names = Object.keys(BENCHES);
const unknown = positionals.find((name) => !names.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`Cannot run bench "${unknown}": there are ${names.join(', ')}\n`);
  process.exit(2);
}

const rows: Row[] = [];
for (const name of names) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  rows.push(...(await runBench(name)));
}
process.stdout.write(`${values.json ? JSON.stringify(rows) : formatTable(rows)}\n`);

/**
 * Runs a bench in a process of its own: it finds no heap that another has left, and its standard output is ours. The
 * process may load isolated-vm, as the engines of the peers do.
 *
 * @throws Error when it ends without rows
 */
async function runBench(name: string): Promise<readonly Row[]> {
  const bench = fork(RUN_BENCH_PATH, [name], {
    execArgv: ['--no-node-snapshot'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    timeout: BENCH_TIMEOUT_MS,
  });
  let rows: readonly Row[] | null = null;
  // It comes from run-bench.ts, which sends nothing else.
  bench.once('message', (sent) => (rows = sent as readonly Row[]));
  const [exitCode] = await once(bench, 'close');
  if (rows === null) throw new Error(`Cannot run bench "${name}": its process ended with ${exitCode}`);
  return rows;
}
