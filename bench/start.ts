import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { VARIABLES } from '../functions/variables.ts';
import { buildAssetWithChild } from '../lib/infra/assets/build-asset-with-child.ts';
import { interleave } from './interleave.ts';
import type { Row } from './row.ts';
import { absoluteRow } from './row.ts';

const ENTRY = 'functions/dispatcher/handler-with-child.ts';
const READY = 'ready';
const EMPTY_CODE = `console.log('${READY}')`;
/** Ready is who has answered: an event without messages waits for the runner's child, and for nothing else. */
const DISPATCHER_CODE = `
const { handler } = require(process.env.${VARIABLES.codeFolder} + '/index.js');
handler({ Records: [] }, { getRemainingTimeInMillis: () => 100_000 }).then(() => {
  console.log('${READY}');
  process.exit();
});`;

/** The dispatcher as it is deployed, from the start of its process until it can run events, beyond an empty Node. */
export async function benchStart(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  try {
    const architecture = arch() === 'arm64' ? 'arm64' : 'x86_64';
    await buildAssetWithChild(folder, ENTRY, { architecture, release: '' });
    const { dispatcher, empty } = await interleave({
      dispatcher: () => startNode(DISPATCHER_CODE, environmentOf(folder)),
      empty: () => startNode(EMPTY_CODE, {}),
    });
    const added = dispatcher.map((ms, index) => ms - (empty[index] ?? 0));
    return [absoluteRow('start', added, { unit: 'ms', goal: 150, higherIsBetter: false })];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What lib/infra sets, and what Lambda sets: nothing that is named here is asked before an event comes. */
function environmentOf(folder: string): NodeJS.ProcessEnv {
  return {
    [VARIABLES.codeFolder]: folder,
    [VARIABLES.registryTable]: 'registry',
    [VARIABLES.programsBucket]: 'programs',
    [VARIABLES.keyId]: 'alias/settings',
    [VARIABLES.retriesQueueUrl]: 'http://127.0.0.1/retries',
    [VARIABLES.deadLettersQueueUrl]: 'http://127.0.0.1/dead-letters',
    [VARIABLES.budgetMs]: '60000',
    [VARIABLES.reserveMs]: '40000',
    [VARIABLES.maxDestinationsAtOnce]: '10',
    AWS_REGION: 'us-east-1',
  };
}

/**
 * @returns how long the process took until it said that it is ready, in milliseconds; it has ended then, too
 * @throws Error when it ends without
 */
async function startNode(code: string, env: NodeJS.ProcessEnv): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['-e', code], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let readyAt: number | null = null;
  for await (const line of createInterface(child.stdout)) if (line === READY) readyAt = performance.now();
  await closed;
  if (readyAt === null) throw new Error('Cannot measure: the process ended before it was ready');
  return readyAt - startedAt;
}
