/** The one way out of the sandbox: HTTP to where the guard lets it go. */
export interface Egress {
  /**
   * Sends a request, follows redirects as asked, and reads the whole answer.
   * @throws EgressError
   */
  send(request: EgressRequest, options: EgressOptions): Promise<EgressResponse>;
  /** Closes idle connections: a process that is frozen between invocations can't keep them. */
  closeIdle(): Promise<void>;
}

export interface EgressRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | string | null;
  readonly redirect: 'follow' | 'manual' | 'error';
}

export interface EgressOptions {
  /** Ends the request, wherever it is. */
  readonly signal: AbortSignal;
  /** The hosts that this program may reach; `null` for any that the guard lets pass. */
  readonly allowedHosts: readonly string[] | null;
  /** Who asks: connections are shared with nobody else. */
  readonly owner: object;
}

export interface EgressResponse {
  /** Of the last hop. */
  readonly url: string;
  readonly redirected: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Decompressed. */
  readonly body: Uint8Array;
}

/**
 * Why no answer came.
 * `network`: the partner could not be reached, or broke off: another try may help.
 * `refused`: the guard, the limits or the program's own list of hosts forbid it: no try will help.
 * `aborted`: the caller's signal ended it.
 */
export type EgressFailure = 'network' | 'refused' | 'aborted';

export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly kind: EgressFailure;

  constructor(kind: EgressFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
