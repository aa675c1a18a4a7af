/**
 * A producer: sends events into Sluice's events queue with the AWS SDK, one message each and then all in one.
 *
 *     export AWS_ENDPOINT_URL=… AWS_REGION=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…   # as `sluice up` prints them
 *     npx node examples/producers/send-events.ts <events queue URL> [write key]
 */
import { randomUUID } from 'node:crypto';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const [queueUrl, writeKey = 'wk_web'] = process.argv.slice(2);
if (queueUrl === undefined) {
  console.error('Cannot send events: the URL of the events queue is missing, `sluice up` prints it');
  process.exit(2);
}

/** Three calls of the Segment Spec. The `messageId` is what tells an event from one that was sent twice. */
const events = [
  { type: 'identify', userId: 'ada', traits: { email: 'ada@example.com', plan: 'pro' } },
  { type: 'track', userId: 'ada', event: 'Order Completed', properties: { order_id: 'o-1', total: 127.5 } },
  { type: 'page', userId: 'ada', name: 'Pricing', properties: { url: 'https://shop.example.com/pricing' } },
].map(stamp);

function stamp(call: object): object {
  return { ...call, messageId: randomUUID(), timestamp: new Date().toISOString() };
}

// Endpoint, region and credentials come from the environment, here as on AWS.
const sqs = new SQSClient({});

// One event a message, ten messages a request. The write key stands in the body or in an attribute of its name.
const { Failed = [] } = await sqs.send(
  new SendMessageBatchCommand({
    QueueUrl: queueUrl,
    Entries: events.map((event, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify({ ...event, writeKey }),
    })),
  }),
);
for (const { Id, Message } of Failed) console.error(`Cannot send event ${Id}: ${Message}`);

// Many events a message cost less: up to 1 MiB, each event up to 32 KB.
await sqs.send(
  new SendMessageCommand({
    QueueUrl: queueUrl,
    MessageBody: JSON.stringify({ batch: events.map((event) => ({ ...event, messageId: randomUUID() })) }),
    MessageAttributes: { writeKey: { DataType: 'String', StringValue: writeKey } },
  }),
);

sqs.destroy();
console.log(`Sent ${events.length - Failed.length} events singly and ${events.length} in a batch`);
process.exitCode = Failed.length === 0 ? 0 : 1;
