import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { BatchResultErrorEntry, SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CLIENT_SETTINGS } from '../../../runtime/stores/client-settings.ts';

/** The entries to refuse of a request, or the HTTP status to answer it with. */
export type Script = (
  entries: readonly SendMessageBatchRequestEntry[],
  requestNumber: number,
) => Answer | Promise<Answer>;
type Answer = readonly BatchResultErrorEntry[] | number;

export interface ScriptedSqs extends AsyncDisposable {
  readonly client: SQSClient;
  /** The bodies of each request, in order. */
  readonly requests: readonly (readonly string[])[];
  /** The most requests that were under way at once. */
  readonly mostAtOnce: number;
}

/** A server that takes batches as SQS does, except for what the script refuses: what fauxqs can't be asked to do. */
export async function startScriptedSqs(script: Script): Promise<ScriptedSqs> {
  const requests: string[][] = [];
  let underWay = 0;
  let mostAtOnce = 0;
  const server = createServer(async (request, response) => {
    underWay += 1;
    mostAtOnce = Math.max(mostAtOnce, underWay);
    const { Entries } = (await json(request)) as {
      readonly Entries: readonly SendMessageBatchRequestEntry[];
    };
    const requestNumber = requests.push(Entries.map(({ MessageBody = '' }) => MessageBody));
    const answer = await script(Entries, requestNumber);
    const refused = typeof answer === 'number' ? Entries : answer;
    const isRefused = (id: string | undefined) => refused.some(({ Id }) => Id === id);
    const Successful = Entries.filter(({ Id }) => !isRefused(Id)).map(({ Id, MessageBody = '' }) => ({
      Id,
      MessageId: 'any',
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
    }));
    underWay -= 1;
    response.writeHead(typeof answer === 'number' ? answer : 200, {
      'content-type': 'application/x-amz-json-1.0',
    });
    response.end(JSON.stringify({ Successful, Failed: refused }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new SQSClient({
    ...CLIENT_SETTINGS,
    maxAttempts: 1,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  return {
    client,
    requests,
    get mostAtOnce() {
      return mostAtOnce;
    },
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
