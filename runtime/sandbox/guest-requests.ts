import type { Egress, EgressResponse } from './egress/egress.ts';
import { EgressError } from './egress/egress.ts';
import type { GuestRequest } from './guest-lines.ts';
import type { ProgramDefinition } from './program-definition.ts';

/**
 * Of one isolate, at once. Those under way together have ten each at most; what is beyond was left behind by events
 * that ended without waiting for it.
 */
const MAX_AT_ONCE = 5_000;

/** Some large answers: more than a few of 5 MiB together would pass the longest string there is. */
const MAX_ENTRY_CHARACTERS = 32 * 1024 * 1024;

/** Makes a guest's requests, and collects the answers that come in together for one entry. */
export class GuestRequests {
  readonly #egress: Egress;
  readonly #allowedHosts: readonly string[] | null;
  readonly #timeoutMs: number;
  readonly #onAnswers: () => void;
  readonly #controllers = new Map<number, AbortController>();
  #answers: string[] = [];

  /** @param onAnswers is told that there are answers to take */
  constructor(
    egress: Egress,
    {
      allowedHosts,
      limits,
      onAnswers,
    }: Pick<ProgramDefinition, 'allowedHosts' | 'limits'> & { readonly onAnswers: () => void },
  ) {
    this.#egress = egress;
    this.#allowedHosts = allowedHosts;
    this.#timeoutMs = limits.timeoutMs;
    this.#onAnswers = onAnswers;
  }

  /** @param settled is told the answer's status, or `null` when none came */
  async start(id: number, request: GuestRequest, settled: (status: number | null) => void): Promise<void> {
    const controller = new AbortController();
    this.#controllers.set(id, controller);
    const deadline = setTimeout(() => this.#giveUp(id), this.#timeoutMs);
    try {
      if (this.#controllers.size > MAX_AT_ONCE) throw tooMany();
      const response = await this.#egress.send(
        { ...request, body: bodyOf(request) },
        { signal: controller.signal, allowedHosts: this.#allowedHosts, owner: this },
      );
      settled(response.status);
      this.#answer(answerOf(id, response));
    } catch (error) {
      settled(null);
      this.#answer(failureOf(id, error));
    } finally {
      clearTimeout(deadline);
      this.#controllers.delete(id);
    }
  }

  abort(id: number): void {
    this.#controllers.get(id)?.abort();
  }

  /** The answers since the last time as a JSON array, or as many as enter together; `null` when there are none. */
  takeAnswers(): string | null {
    if (this.#answers.length === 0) return null;
    let characters = 0;
    const past = this.#answers.findIndex((each) => (characters += each.length) > MAX_ENTRY_CHARACTERS);
    const taken = this.#answers.splice(0, past < 0 ? this.#answers.length : Math.max(1, past));
    if (this.#answers.length > 0) setImmediate(this.#onAnswers);
    return `[${taken.join(',')}]`;
  }

  dispose(): void {
    for (const controller of this.#controllers.values()) controller.abort();
    this.#answers = [];
  }

  /** The attempt had no longer than this: whoever made the request is gone. The guest learns that its place is free. */
  #giveUp(id: number): void {
    this.#answer(JSON.stringify({ id, failure: 'network', message: 'Cannot fetch: no answer came in time' }));
    this.abort(id);
  }

  #answer(json: string | null): void {
    if (json === null) return;
    this.#answers.push(json);
    if (this.#answers.length === 1) setImmediate(this.#onAnswers);
  }
}

function tooMany(): EgressError {
  return new EgressError('refused', 'Cannot fetch: too many requests are under way that nobody waits for');
}

function bodyOf({ encoding, body }: GuestRequest): string | Uint8Array | null {
  switch (encoding) {
    case 'none':
      return null;
    case 'text':
      return body;
    case 'latin1':
      return Buffer.from(body, 'latin1');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text where the body is UTF-8, else a character a byte: only strings cross into a guest. */
function answerOf(
  id: number,
  { url, redirected, status, statusText, headers, body }: EgressResponse,
): string {
  const head = { id, url, redirected, status, statusText, headers };
  try {
    return JSON.stringify({ ...head, encoding: 'text', body: utf8.decode(body) });
  } catch {
    return JSON.stringify({ ...head, encoding: 'latin1', body: Buffer.from(body).toString('latin1') });
  }
}

/** `null` for a request that the guest gave up itself. */
function failureOf(id: number, error: unknown): string | null {
  if (!(error instanceof EgressError)) {
    return JSON.stringify({ id, failure: 'network', message: 'Cannot fetch: the request failed' });
  }
  return error.kind === 'aborted'
    ? null
    : JSON.stringify({ id, failure: error.kind, message: error.message });
}
