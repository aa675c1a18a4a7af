/** What a run showed, kept where the caller asked for it. */
export interface Recording {
  /** The handler's value, as JSON reads it; `null` where there is none or it is no JSON. */
  readonly returned: unknown;
  readonly logs: readonly LogLine[];
  readonly requests: readonly RecordedRequest[];
}

export interface LogLine {
  readonly level: 'debug' | 'log' | 'info' | 'warn' | 'error';
  readonly message: string;
}

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, cut at 4 KB; `null` where there is none. */
  readonly body: string | null;
  /** `null` where no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
}
