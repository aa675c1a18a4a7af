import type { Egress, EgressResponse } from './egress/egress.ts';
import { EgressError } from './egress/egress.ts';
import type { GuestRequest } from './guest-lines.ts';

/** Makes a guest's requests, and collects the answers that come in together for one entry. */
export class GuestRequests {
  readonly #egress: Egress;
  readonly #allowedHosts: readonly string[] | null;
  readonly #onAnswers: () => void;
  readonly #controllers = new Map<number, AbortController>();
  #answers: string[] = [];

  constructor(egress: Egress, allowedHosts: readonly string[] | null, onAnswers: () => void) {
    this.#egress = egress;
    this.#allowedHosts = allowedHosts;
    this.#onAnswers = onAnswers;
  }

  /** @param settled is told the answer's status, or `null` when none came */
  async start(id: number, request: GuestRequest, settled: (status: number | null) => void): Promise<void> {
    const controller = new AbortController();
    this.#controllers.set(id, controller);
    try {
      const response = await this.#egress.send(
        { ...request, body: bodyOf(request) },
        { signal: controller.signal, allowedHosts: this.#allowedHosts },
      );
      settled(response.status);
      this.#answer(answerOf(id, response));
    } catch (error) {
      settled(null);
      this.#answer(failureOf(id, error));
    } finally {
      this.#controllers.delete(id);
    }
  }

  abort(id: number): void {
    this.#controllers.get(id)?.abort();
  }

  /** The answers since the last time as a JSON array; `null` when there are none. */
  takeAnswers(): string | null {
    if (this.#answers.length === 0) return null;
    const text = `[${this.#answers.join(',')}]`;
    this.#answers = [];
    return text;
  }

  dispose(): void {
    for (const controller of this.#controllers.values()) controller.abort();
    this.#answers = [];
  }

  #answer(json: string | null): void {
    if (json === null) return;
    this.#answers.push(json);
    if (this.#answers.length === 1) setImmediate(this.#onAnswers);
  }
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
