/** One request to one server: a redirect makes another. */
export interface HopRequest {
  readonly url: URL;
  readonly method: string;
  /** Checked, and without what the connection itself says. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | null;
}

export interface HopResponse {
  readonly status: number;
  readonly statusText: string;
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As it was sent: maybe compressed. */
  readonly body: Uint8Array;
}

/** Sends one request and reads its whole answer. @throws EgressError */
export type SendHop = (request: HopRequest, signal: AbortSignal) => Promise<HopResponse>;

/** @returns the first value of a header, whose name is in lower case */
export function headerOf({ headers }: Pick<HopResponse, 'headers'>, name: string): string | undefined {
  return headers.find(([each]) => each === name)?.[1];
}
