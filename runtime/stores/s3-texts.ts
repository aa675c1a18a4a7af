import type { GetObjectCommandOutput, ListObjectsV2Output, S3Client } from '@aws-sdk/client-s3';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
} from '@aws-sdk/client-s3';

/** Objects that are read side by side while a listing goes on. */
const READS_AT_ONCE = 16;
/** As many as the SDK makes of a request. */
const MAX_TRIES = 3;

/** The JSON texts in one bucket. */
export class S3Texts {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async put(key: string, text: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: text, ContentType: 'application/json' }),
    );
  }

  /** `null` when there is none. The SDK tries a request again, but not an answer that breaks off: that is done here. */
  async get(key: string): Promise<string | null> {
    for (let tryNumber = 1; ; tryNumber += 1) {
      const body = await this.#open(key);
      if (body === null) return null;
      try {
        return await body.transformToString('utf-8');
      } catch (error) {
        if (tryNumber === MAX_TRIES) throw error;
      }
    }
  }

  /** Nothing happens when there is none. */
  async delete(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key }));
  }

  /** All keys that begin with `prefix`, in order. */
  async *keys(prefix: string): AsyncGenerator<string, void, undefined> {
    for await (const page of this.#pages(prefix)) yield* page;
  }

  /** All texts whose keys begin with `prefix`, in the keys' order; what is deleted meanwhile is left out. */
  async *list(
    prefix: string,
  ): AsyncGenerator<{ readonly key: string; readonly text: string }, void, undefined> {
    for await (const page of this.#pages(prefix)) {
      for (let from = 0; from < page.length; from += READS_AT_ONCE) {
        const keys = page.slice(from, from + READS_AT_ONCE);
        const texts = await Promise.all(keys.map((key) => this.get(key)));
        for (const [index, key] of keys.entries()) {
          const text = texts[index] ?? null;
          if (text !== null) yield { key, text };
        }
      }
    }
  }

  async #open(key: string): Promise<NonNullable<GetObjectCommandOutput['Body']> | null> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      return Body ?? null;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }

  async *#pages(prefix: string): AsyncGenerator<readonly string[], void, undefined> {
    const pages: AsyncIterable<ListObjectsV2Output> = paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.#bucket, Prefix: prefix },
    );
    for await (const { Contents = [] } of pages) yield Contents.flatMap(({ Key }) => Key ?? []);
  }
}
