import { ATTRIBUTE_NAME } from '../contract/delivery-message.ts';
import type { OutgoingMessage } from './queue-sender.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const MAX_REQUEST_ENTRIES = 10;
/** Of all messages of a request together, and so of each one. Same source. */
export const MAX_REQUEST_BYTES = 1024 * 1024;

export const ATTRIBUTE_TYPE = 'String';

/** What SQS counts: the body, and the name, type and value of each attribute, in UTF-8. */
export function sizeBytes({ body, attribute }: OutgoingMessage): number {
  const attributeText = attribute === undefined ? '' : ATTRIBUTE_NAME + ATTRIBUTE_TYPE + attribute;
  return Buffer.byteLength(body) + Buffer.byteLength(attributeText);
}

/** Divides messages among as few requests as their order allows. Each message must fit into a request by itself. */
export function packRequests<Packed extends { readonly message: OutgoingMessage }>(
  messages: readonly Packed[],
): readonly (readonly Packed[])[] {
  const requests: Packed[][] = [];
  let usedBytes = Infinity;
  for (const each of messages) {
    const bytes = sizeBytes(each.message);
    const last = requests.at(-1);
    if (last === undefined || last.length === MAX_REQUEST_ENTRIES || usedBytes + bytes > MAX_REQUEST_BYTES) {
      requests.push([each]);
      usedBytes = bytes;
    } else {
      last.push(each);
      usedBytes += bytes;
    }
  }
  return requests;
}
