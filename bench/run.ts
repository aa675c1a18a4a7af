import { parseArgs } from 'node:util';
import { benchCold } from './cold.ts';
import { benchDispatch } from './dispatch.ts';
import type { Row } from './row.ts';
import { benchSandbox } from './sandbox.ts';
import { benchSingle } from './single.ts';
import { benchStart } from './start.ts';
import { formatTable } from './table.ts';

/** By name, in the order in which they run. */
const BENCHES: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  sandbox: benchSandbox,
  single: benchSingle,
  dispatch: benchDispatch,
  cold: benchCold,
  start: benchStart,
};

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  process.stderr.write(`Cannot run bench "${unknown}": there are ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}

const rows: Row[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  rows.push(...(await bench()));
}
process.stdout.write(`${values.json ? JSON.stringify(rows) : formatTable(rows)}\n`);
