import type { S3Client } from '@aws-sdk/client-s3';
import type { RejectedEvent } from '../contract/rejected-event.ts';
import { expectJson, expectObject, expectString, expectVersion, expectWhole } from '../contract/shape.ts';
import { BrokenError } from './broken-error.ts';
import { dayPart, hourPart, keyPart } from './key-part.ts';
import type { RejectedEventStore } from './ports.ts';
import { S3Texts } from './s3-texts.ts';

const FOLDER = 'rejected-events/';

/** Rejected events in S3, by the hour they came in: `rejected-events/<yyyy-mm-dd>/<hh>/<id>.json`. */
export class S3RejectedEventStore implements RejectedEventStore {
  readonly #texts: S3Texts;

  constructor(client: S3Client, bucket: string) {
    this.#texts = new S3Texts(client, bucket);
  }

  async put(event: RejectedEvent): Promise<void> {
    const { receivedAt, id } = event;
    const key = `${FOLDER}${dayPart(receivedAt)}/${hourPart(receivedAt)}/${keyPart(id)}.json`;
    await this.#texts.put(key, JSON.stringify(event));
  }

  async *list(): AsyncGenerator<RejectedEvent, void, undefined> {
    for await (const { key, text } of this.#texts.list(FOLDER)) yield read(key, text);
  }
}

function read(key: string, stored: string): RejectedEvent {
  try {
    const event = expectObject(expectJson(stored, 'rejected event'), 'rejected event');
    return {
      v: expectVersion(event.v, 'v'),
      id: expectString(event.id, 'id'),
      receivedAt: expectWhole(event.receivedAt, 'receivedAt'),
      reason: expectString(event.reason, 'reason'),
      sourceId: event.sourceId === null ? null : expectString(event.sourceId, 'sourceId'),
      text: expectString(event.text, 'text'),
    };
  } catch (cause) {
    throw BrokenError.because(`read rejected event "${key}"`, cause);
  }
}
