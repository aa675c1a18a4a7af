import type { Egress, EgressResponse } from './egress/egress.ts';
import { EgressError } from './egress/egress.ts';
import type { GuestRequest } from './guest-lines.ts';
import type { ProgramDefinition } from './program-definition.ts';

/**
 * Of one isolate, at once. Those under way together have ten each at most; what is beyond was left behind by events
 * that ended without waiting for it.
 */
const MAX_AT_ONCE = 5_000;

/** Of the answers that enter together: what all programs share stands still while they are handed over. */
const MAX_ENTRY_CHARACTERS = 8 * 1024 * 1024;
/**
 * A longer body enters as it is, beside the JSON: as a part of it, one of 5 MiB took up to 105 ms of that time (each
 * control character becomes six), which a server can have for the 5 KB that it is compressed to.
 */
const MAX_BODY_IN_JSON = 16 * 1024;

/** An answer as it enters the guest. */
interface Answer {
  /** JSON of its head or failure, without the brace at its end, and without its body. */
  readonly head: string;
  /** `null` for a failure. */
  readonly body: string | null;
}

/** Makes a guest's requests, and collects the answers that come in together for one entry. */
export class GuestRequests {
  readonly #egress: Egress;
  readonly #allowedHosts: readonly string[] | null;
  readonly #timeoutMs: number;
  readonly #onAnswers: () => void;
  readonly #controllers = new Map<number, AbortController>();
  #answers: Answer[] = [];

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

  /**
   * What the guest is entered with: a JSON array of the answers since the last time, or as many as enter together, and
   * the long bodies, whose places in this list (from 0) stand in the JSON instead. `null` when there are no answers.
   */
  takeAnswers(): readonly string[] | null {
    if (this.#answers.length === 0) return null;
    let characters = 0;
    const past = this.#answers.findIndex(
      ({ head, body }) => (characters += head.length + (body ?? '').length) > MAX_ENTRY_CHARACTERS,
    );
    const taken = this.#answers.splice(0, past < 0 ? this.#answers.length : Math.max(1, past));
    if (this.#answers.length > 0) setImmediate(this.#onAnswers);
    const longBodies: string[] = [];
    const texts = taken.map(({ head, body }) => {
      if (body === null) return `${head}}`;
      const inJson = body.length > MAX_BODY_IN_JSON ? longBodies.push(body) - 1 : body;
      return `${head},"body":${JSON.stringify(inJson)}}`;
    });
    return [`[${texts.join(',')}]`, ...longBodies];
  }

  dispose(): void {
    for (const controller of this.#controllers.values()) controller.abort();
    this.#answers = [];
  }

  /** The attempt had no longer than this: whoever made the request is gone. The guest learns that its place is free. */
  #giveUp(id: number): void {
    this.#answer(failure(id, 'network', 'Cannot fetch: no answer came in time'));
    this.abort(id);
  }

  #answer(answer: Answer | null): void {
    if (answer === null) return;
    this.#answers.push(answer);
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
function answerOf(id: number, { body, ...head }: EgressResponse): Answer {
  const { url, redirected, status, statusText, headers } = head;
  const answer = (encoding: string, text: string): Answer => ({
    head: JSON.stringify({ id, url, redirected, status, statusText, headers, encoding }).slice(0, -1),
    body: text,
  });
  try {
    return answer('text', utf8.decode(body));
  } catch {
    return answer('latin1', Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'));
  }
}

/** `null` for a request that the guest gave up itself. */
function failureOf(id: number, error: unknown): Answer | null {
  if (!(error instanceof EgressError)) return failure(id, 'network', 'Cannot fetch: the request failed');
  return error.kind === 'aborted' ? null : failure(id, error.kind, error.message);
}

function failure(id: number, kind: 'network' | 'refused', message: string): Answer {
  return { head: JSON.stringify({ id, failure: kind, message }).slice(0, -1), body: null };
}
