import type { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Progression } from './account.ts';
import { Account } from './account.ts';
import { DESTINATIONS } from './destinations.ts';
import { makeEvents } from './events.ts';
import { expectDeliveries } from './expected-deliveries.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { mendFunctions } from './mend-functions.ts';
import { endOutage, mendHanging, startPartners } from './partners.ts';
import type { Ready } from './platform.ts';
import { Platform } from './platform.ts';
import { PlatformLog } from './platform-log.ts';
import type { Progress } from './progress.ts';
import { renderDeadLetter, renderTable } from './report.ts';
import { sendEvents } from './send-events.ts';
import type { Tally } from './tally.ts';
import { tally } from './tally.ts';
import { until } from './until.ts';
import { fillWorkspace } from './workspace.ts';

export interface DemoOptions {
  /** Empty; the caller removes it. */
  readonly folder: string;
  readonly progress: Progress;
  readonly out: Writable;
  /** Ends the demo, and all that it started. */
  readonly signal: AbortSignal;
}

/** From when all is sent until Birch Analytics takes connections again. */
const OUTAGE_MS = 2_000;
// What isn't done by then is not going to be. It takes half a minute on two cores, and longer where others use them too.
const FIRST_PASS_WITHIN_MS = 90_000;
const PUBLISHED_WITHIN_MS = 10_000;
const REDRIVEN_WITHIN_MS = 60_000;

/** Takes the events from their producer to the account in the end. @returns what became of them */
export async function runDemo({
  folder,
  progress,
  out,
  signal,
}: DemoOptions): Promise<{ readonly found: Tally; readonly events: number }> {
  await using stack = new AsyncDisposableStack();
  progress.step('Starting six partners on loopback:');
  for (const { name, trouble } of DESTINATIONS) progress.step(`  ${name} ${trouble}`);
  const partners = await startPartners(stack);
  const workspace = await fillWorkspace(folder, partners);
  progress.step('Starting Sluice in a temporary folder');
  const log = new PlatformLog();
  const platform = stack.use(await Platform.start(workspace, { onLine: (line) => log.read(line), signal }));
  const sqs = stack.adopt(connect(platform.ready), (client) => client.destroy());

  const events = makeEvents();
  const expected = expectDeliveries(events);
  const account = new Account(expected, partners, log);
  const show = (): Progression => {
    const seen = account.look();
    progress.update(describe(seen), performance.now());
    return seen;
  };

  progress.step(`Sending ${events.length} events to ${platform.ready.eventsQueueUrl}, singly and in batches`);
  const sentAt = await sendEvents(sqs, platform.ready.eventsQueueUrl, events, show);
  progress.step('All are sent; what fails is tried again');
  const deadline = performance.now() + FIRST_PASS_WITHIN_MS;
  await wait(OUTAGE_MS, undefined, { signal });
  await endOutage(partners);
  await until(() => show().underWay === 0, { deadline, signal });
  const kept = await listDeadLetters(platform, { count: account.look().kept, signal });
  progress.end();
  const before = tally(expected, {
    ...account.evidence(),
    sentAt,
    kept,
    leftOver: kept,
    redrivenAt: Infinity,
  });
  out.write(`\n${renderTable(before)}\n\n`);
  if (kept[0] !== undefined)
    out.write(`One of ${kept.length} dead letters:\n${renderDeadLetter(kept[0])}\n\n`);

  progress.step('Mending the causes: two functions are rewritten, and the partner that hung answers');
  const mended = log.published + (await mendFunctions(workspace.examplesFolder));
  mendHanging(partners);
  await until(() => log.published >= mended, { deadline: performance.now() + PUBLISHED_WITHIN_MS, signal });

  progress.step('Redriving all dead letters');
  const redrivenAt = Date.now();
  await platform.run(['dead-letters', 'redrive', '--all']);
  await until(() => show().missing === 0, { deadline: performance.now() + REDRIVEN_WITHIN_MS, signal });
  const leftOver = await listDeadLetters(platform, { count: 0, signal });
  progress.end();
  const evidence = { ...account.evidence(), sentAt, kept, leftOver, redrivenAt };
  return { found: tally(expected, evidence), events: events.length };
}

/** The SDK as any producer would set it up. */
function connect({ endpoint, region, accessKeyId, secretAccessKey }: Ready): SQSClient {
  return new SQSClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
}

function describe({ delivered, discarded, retried, kept, underWay }: Progression): string {
  const counts = [
    `${delivered} delivered`,
    `${discarded} discarded`,
    `${retried} tried again`,
    `${kept} dead-lettered`,
    `${underWay} under way`,
  ];
  return counts.join(', ');
}
