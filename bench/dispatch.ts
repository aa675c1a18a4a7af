import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { sideBySide } from '../functions/side-by-side.ts';
import type { QueueStage } from '../functions/stage.ts';
import type { Delivery } from '../runtime/contract/delivery.ts';
import { ATTRIBUTE_NAME, encodeDeliveries } from '../runtime/contract/delivery-message.ts';
import { setUpDispatcher } from './dispatch-setup.ts';
import { makeEvents } from './events.ts';
import { interleave, timeMs } from './interleave.ts';
import { HANDLER_CODE, makeProgram } from './programs.ts';
import type { Row } from './row.ts';
import { relativeRow } from './row.ts';
import { runEvents, startRunner } from './start-runner.ts';

const DELIVERIES = 1_000;
const DESTINATIONS = 20;
/** A run takes some 20 ms: several make a sample. */
const RUNS = 10;

/** An SQS event in and its batch report out, against the same deliveries handed straight to the same runner. */
export async function benchDispatch(): Promise<readonly Row[]> {
  const events = makeEvents(DELIVERIES / DESTINATIONS);
  const destinationIds = Array.from({ length: DESTINATIONS }, (_, index) => `dst_${index}`);
  const program = makeProgram(HANDLER_CODE);
  const sqsEvent: SQSEvent = { Records: destinationIds.flatMap((id) => makeRecords(id, events)) };
  const runner = await startRunner();
  try {
    await using setup = await setUpDispatcher(runner, program, destinationIds);
    const { dispatch, maxDestinationsAtOnce } = setup;
    const { dispatched, sandboxed } = await interleave({
      dispatched: () => timeMs(() => repeat(() => dispatchAll(dispatch, sqsEvent))),
      sandboxed: () =>
        timeMs(() =>
          repeat(() =>
            sideBySide(destinationIds, maxDestinationsAtOnce, (id) =>
              runEvents(runner, { program, events, destinationId: id }),
            ),
          ),
        ),
    });
    const samples = { values: dispatched.map(perRun), baselines: sandboxed.map(perRun) };
    return [relativeRow('dispatch', samples, { unit: 'ms', goal: 1.3, higherIsBetter: false })];
  } finally {
    await runner.dispose();
  }
}

async function repeat(run: () => Promise<unknown>): Promise<void> {
  for (let count = 0; count < RUNS; count += 1) await run();
}

function perRun(ms: number): number {
  return ms / RUNS;
}

/** @throws Error when the batch report names a message: what fails proves nothing */
async function dispatchAll(dispatch: QueueStage, event: SQSEvent): Promise<void> {
  const { batchItemFailures } = await dispatch(event, { getRemainingTimeInMillis: () => 100_000 });
  if (batchItemFailures.length > 0) {
    throw new Error(`Cannot measure: ${batchItemFailures.length} messages were not dispatched`);
  }
}

/** A destination's deliveries as Lambda hands them over, packed into messages of up to 64 KB. */
function makeRecords(destinationId: string, events: readonly string[]): readonly SQSRecord[] {
  const now = Date.now();
  const deliveries = events.map((eventText, index): Delivery => {
    const id = `${destinationId}-${index}`;
    return {
      id,
      messageId: id,
      sourceId: 'src_bench',
      receivedAt: now,
      firstAttemptAt: null,
      windowExtensionMs: 0,
      childDeaths: 0,
      history: [],
      eventText,
    };
  });
  const shared = { lane: 'stream', destinationId, attempt: 1, notBefore: null } as const;
  return encodeDeliveries(shared, deliveries).map(({ body, attribute }, index) => ({
    messageId: `${destinationId}-${index}`,
    receiptHandle: 'receipt',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(now),
      SenderId: 'bench',
      ApproximateFirstReceiveTimestamp: String(now),
    },
    messageAttributes: { [ATTRIBUTE_NAME]: { dataType: 'String', stringValue: attribute } },
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:deliveries',
    awsRegion: 'us-east-1',
  }));
}
