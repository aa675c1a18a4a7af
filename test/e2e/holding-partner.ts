import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A partner that answers the first events, and holds all others until it is told to answer them. */
export class HoldingPartner implements AsyncDisposable {
  /** The events that it took: those whose sender lived to get the answer, each as often as it came. */
  readonly taken: string[] = [];
  /** Of all requests that came. */
  requests = 0;
  /** Of those that brought an event that had been brought before. */
  repeats = 0;
  readonly #most: number;
  readonly #held: { readonly messageId: string; readonly response: ServerResponse }[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #seen = new Set<string>();
  #isHolding = true;
  readonly #server = createServer((request, response) => {
    void json(request).then(
      (event) => this.#receive((event as { readonly messageId: string }).messageId, response),
      () => response.destroy(),
    );
  });

  private constructor(most: number) {
    this.#most = most;
  }

  /** @param most how many it answers at first */
  static async start(most: number): Promise<HoldingPartner> {
    const partner = new HoldingPartner(most);
    partner.#server.listen(0, '127.0.0.1');
    await once(partner.#server, 'listening');
    return partner;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /** Answers what it holds, where there is somebody to answer, and everything from now on. */
  release(): void {
    this.#isHolding = false;
    for (const { messageId, response } of this.#held) {
      if (!response.closed) this.#take(messageId, response);
    }
  }

  async until(holds: (partner: this) => boolean): Promise<void> {
    while (!holds(this)) await new Promise<void>((resolve) => this.#watchers.add(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #receive(messageId: string, response: ServerResponse): void {
    this.requests += 1;
    if (this.#seen.has(messageId)) this.repeats += 1;
    this.#seen.add(messageId);
    if (this.#isHolding && this.requests > this.#most) this.#held.push({ messageId, response });
    else this.#take(messageId, response);
    for (const watcher of this.#watchers) watcher();
    this.#watchers.clear();
  }

  #take(messageId: string, response: ServerResponse): void {
    this.taken.push(messageId);
    response.end();
  }
}
