/**
 * The whole way of 2,000 events, on this machine: the real platform in a temporary folder, six partners on loopback of
 * which five are in trouble, dead letters, what is done about them, and the account in the end.
 *
 *     npm run demo [-- --json]
 *
 * Exit status: 0 when nothing was lost.
 */
import { parseArgs } from 'node:util';
import { Progress } from './progress.ts';
import { renderResult, toJson } from './report.ts';
import { runDemo } from './run-demo.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** As shells have it: 128 and the signal's number. */
const STATUS_BY_SIGNAL = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const startedAt = performance.now();
// With --json the last line of stdout is the answer, so what is said meanwhile goes elsewhere.
const out = values.json ? process.stderr : process.stdout;

const stopping = new AbortController();
for (const [signal, status] of Object.entries(STATUS_BY_SIGNAL)) {
  process.once(signal, () => {
    process.exitCode = status;
    stopping.abort(new Error(`Ended by ${signal}; nothing of it is left`));
  });
}

try {
  await using folder = await TemporaryFolder.create();
  const progress = new Progress(out);
  const { found, events } = await runDemo({ folder: folder.path, progress, out, signal: stopping.signal });
  const durationMs = performance.now() - startedAt;
  out.write(`\n${renderResult(found, events, durationMs)}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify(toJson(found, events, durationMs))}\n`);
  process.exitCode = found.totals.lost === 0 ? 0 : 1;
} catch (error) {
  process.exitCode ??= 1;
  const cause: unknown = stopping.signal.aborted ? stopping.signal.reason : error;
  process.stderr.write(`\n${cause instanceof Error ? cause.message : String(cause)}\n`);
}
