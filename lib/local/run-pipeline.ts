import { SYSTEM_CLOCK } from '../../functions/clock.ts';
import { createDeadLetters } from '../../functions/dead-letters/dead-letters.ts';
import { createDispatcher } from '../../functions/dispatcher/dispatcher.ts';
import type { Log } from '../../functions/log.ts';
import { createRejectedEvents } from '../../functions/rejected-events/rejected-events.ts';
import { createRouter } from '../../functions/router/router.ts';
import type { QueueStage } from '../../functions/stage.ts';
import { SqsQueueSender } from '../../runtime/queues/sqs-queue-sender.ts';
import type { Runner } from '../../runtime/runner/runner.ts';
import { CachedProgramStore } from '../../runtime/stores/cached-program-store.ts';
import type { ProgramStore, Registry, SettingsVault } from '../../runtime/stores/ports.ts';
import { S3DeadLetterStore } from '../../runtime/stores/s3-dead-letter-store.ts';
import { S3RejectedEventStore } from '../../runtime/stores/s3-rejected-event-store.ts';
import type { Clients } from './connect.ts';
import type { PollerOptions } from './poller.ts';
import { Poller } from './poller.ts';
import type { LocalQueues, QueueName } from './queues.ts';
import { BUCKET } from './stores.ts';

export interface PipelineDeps {
  readonly clients: Clients;
  readonly region: string;
  readonly queues: LocalQueues;
  /** What one writes the others see at once: the pipeline shares it with whoever publishes. */
  readonly registry: Registry;
  readonly programs: ProgramStore;
  readonly vault: SettingsVault;
  readonly runner: Runner;
  readonly logOf: (stage: string) => Log;
}

/** An invocation starts no call after it; the longest handler, 30 s, and what follows end within the function's 100 s. */
const BUDGET_MS = 60_000;
const RESERVE_MS = 40_000;
const MAX_DESTINATIONS_AT_ONCE = 10;
/** Invocations are mostly waiting for partners; retries get fewer, so that an outage leaves room for what is new. */
const DELIVERIES_CONCURRENCY = 10;
const RETRIES_CONCURRENCY = 4;
/** One handler's deliveries may be as many as 50 messages hold; ten keep one invocation within its budget. */
const CONCURRENCY = 2;

/** Starts the pipeline's stages, each behind its queue. */
export function runPipeline(deps: PipelineDeps): readonly Poller[] {
  const { clients, queues, registry, runner, vault, logOf } = deps;
  const now = Date.now;
  const sender = (name: QueueName): SqsQueueSender =>
    new SqsQueueSender(clients.sqs, queues[name].url, {
      onProblem: (problem) => logOf(name)('messages-refused', { ...problem }),
    });
  const poller = (
    name: QueueName,
    stage: QueueStage,
    more: Pick<PollerOptions, 'concurrency'> = { concurrency: CONCURRENCY },
  ): Poller => {
    const { url: queueUrl, arn: queueArn } = queues[name];
    const log = logOf(`${name}-queue`);
    return new Poller({ client: clients.sqs, region: deps.region, queueUrl, queueArn, stage, log, ...more });
  };

  const rejectedEventStore = new S3RejectedEventStore(clients.s3, BUCKET);
  const dispatcher = createDispatcher({
    registry,
    programs: new CachedProgramStore(deps.programs),
    vault,
    runner,
    retries: sender('stream-retries'),
    deadLetters: sender('dead-letters'),
    clock: SYSTEM_CLOCK,
    random: Math.random,
    log: logOf('dispatcher'),
    budgetMs: BUDGET_MS,
    reserveMs: RESERVE_MS,
    maxDestinationsAtOnce: MAX_DESTINATIONS_AT_ONCE,
  });
  const router = createRouter({
    registry,
    lane: 'stream',
    deliveries: sender('stream-deliveries'),
    events: sender('events'),
    rejectedEvents: sender('rejected-events'),
    rejectedEventStore,
    log: logOf('router'),
    now,
  });
  const deadLetters = createDeadLetters({
    deadLetterStore: new S3DeadLetterStore(clients.s3, BUCKET),
    log: logOf('dead-letters'),
    now,
  });
  const rejectedEvents = createRejectedEvents({ rejectedEventStore, log: logOf('rejected-events'), now });

  const pollers = [
    poller('events', router),
    poller('stream-deliveries', dispatcher, { concurrency: DELIVERIES_CONCURRENCY }),
    poller('stream-retries', dispatcher, { concurrency: RETRIES_CONCURRENCY }),
    poller('dead-letters', deadLetters),
    poller('rejected-events', rejectedEvents),
  ];
  for (const each of pollers) each.start();
  return pollers;
}
